package io.aisml.fetcher.layout;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a tar of a Lhotse Shar directory, by the ids of their cuts. Lhotse {@code
 * lhotse/shar/writers/}: {@code ID.flac} and its description {@code ID.json}; for a cut without
 * data {@code ID.nodata} and {@code ID.nometa}.
 */
final class SharTar {
  static final String DESCRIPTION = ".json";
  private static final String NO_DATA = ".nodata";
  private static final String NO_DESCRIPTION = ".nometa";

  /** What a member that some cut has already stands for. */
  private static final Data TAKEN = new Data("", 0);

  private final ObjectRef tar;

  /** By id, the member with the data. */
  private final Map<String, Data> members = new HashMap<>();

  private boolean exists;

  /**
   * A member with data.
   *
   * @param size bytes
   */
  record Data(String suffix, long size) {}

  private SharTar(ObjectRef tar) {
    this.tar = tar;
  }

  /**
   * Lists a tar.
   *
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  static SharTar list(BatchSource store, ObjectRef tar) throws IOException {
    SharTar members = new SharTar(tar);
    // The tar itself is listed before its members, and names that only begin so may follow.
    store.list(tar.bucket(), tar.name(), true, members::add);
    return members;
  }

  private boolean add(ListedObject listed) {
    if (listed.name().equals(tar.name())) {
      exists = true;
    } else if (exists && listed.archived() && listed.name().startsWith(tar.name() + "/")) {
      addMember(listed.name().substring(tar.name().length() + 1), listed.size());
    }
    return true;
  }

  private void addMember(String member, long size) {
    int dot = member.lastIndexOf('.');
    String suffix = dot < 0 ? "" : member.substring(dot);
    if (dot >= 0 && !suffix.equals(DESCRIPTION) && !suffix.equals(NO_DESCRIPTION)) {
      members.putIfAbsent(member.substring(0, dot), new Data(suffix, size));
    }
  }

  /** The cuts that have data here. */
  List<String> cuts() {
    return members.keySet().stream().filter(cut -> suffix(cut).isPresent()).sorted().toList();
  }

  /** Whether there is a member for a cut, if only a placeholder without data. */
  boolean knows(String cut) {
    return members.containsKey(cut);
  }

  /** What the name of a cut's data ends in; empty when there are none, or they have been taken. */
  Optional<String> suffix(String cut) {
    return Optional.ofNullable(members.get(cut))
        .filter(data -> !data.equals(TAKEN))
        .map(Data::suffix)
        .filter(suffix -> !suffix.equals(NO_DATA));
  }

  /**
   * Gives the member with a cut's data, once.
   *
   * @throws InvalidNameException when there is none that get-batch can give
   */
  Data take(String cut) throws InvalidNameException {
    @Nullable Data data = members.replace(cut, TAKEN);
    if (data == null) {
      throw new InvalidNameException(
          !exists
              ? tar + ", which should have its data, does not exist"
              : members.isEmpty()
                  ? "the store lists no members of "
                      + tar
                      + ", which should have its data: it is empty or damaged, or of a cloud"
                      + " bucket and not yet in the cluster"
                  : tar + " has no member that is called as the cut");
    }
    if (data.equals(TAKEN)) {
      throw new InvalidNameException(
          "it is not the first cut of this id in its shard: of members of one name in "
              + tar
              + " only the first can be had");
    }
    if (data.suffix().equals(NO_DATA)) {
      throw new InvalidNameException(tar + " has a placeholder without data for it");
    }
    return data;
  }
}
