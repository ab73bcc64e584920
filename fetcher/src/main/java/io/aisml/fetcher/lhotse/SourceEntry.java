package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.BucketUri;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.NameRules;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.ObjectUrl;
import io.aisml.fetcher.spec.Quoted;
import io.aisml.fetcher.spec.ShardPath;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where AIStore has what a source names. Lhotse {@code lhotse/audio/source.py}. */
final class SourceEntry {
  /** The type of sources and arrays in the tars of a Lhotse Shar directory. */
  static final String SHAR = "shar";

  private static final String SCHEME_END = "://";

  /** Schemes that Lhotse reads by itself, and AIStore never does. */
  private static final Set<String> FOREIGN = Set.of("file", "msc", "hdfs", "ftp", "ssh", "pipe");

  /** Storage types of one file each. Lhotse {@code lhotse/features/io.py}. */
  private static final Set<String> ARRAY_FILES =
      Set.of("numpy_files", "lilcom_files", "pillow_files");

  private SourceEntry() {}

  /**
   * The entry of a source; empty when it is not meant to come from AIStore.
   *
   * @throws InvalidNameException when it is, or can only be had from elsewhere than its own words,
   *     and no entry stands for it
   */
  static Optional<Entry> of(String type, String source) throws InvalidNameException {
    return switch (type) {
      case "file" -> source.contains(SCHEME_END) ? url(source) : Optional.empty();
      case "url", "" -> url(source);
      case "command" -> Optional.empty();
      case SHAR ->
          throw new InvalidNameException(
              "its audio is in a tar of a Lhotse Shar directory (source type 'shar'); mount the"
                  + " directory's cuts.*.jsonl.gz and say by shar where its tars are");
      case "shar_ptr" ->
          throw new InvalidNameException(
              "its audio is a range of a tar (source type 'shar_ptr'), which is not supported;"
                  + " expected type 'url'");
      case "memory", "dummy" ->
          throw new InvalidNameException(
              "its audio is nowhere (source type '" + type + "'); expected type 'url'");
      default ->
          throw new InvalidNameException(
              "unknown source type " + Quoted.of(type) + "; expected 'url' or 'file'");
    };
  }

  /**
   * The entry of features or an array; empty when it is not a file of its own in AIStore.
   *
   * @throws InvalidNameException when it is meant to be, and no entry stands for it
   */
  static Optional<Entry> of(StoredArray array) throws InvalidNameException {
    return ARRAY_FILES.contains(array.storageType()) && array.path().contains(SCHEME_END)
        ? url(array.path() + (array.path().endsWith("/") ? "" : "/") + array.key())
        : Optional.empty();
  }

  private static Optional<Entry> url(String url) throws InvalidNameException {
    if (ObjectUrl.isHttp(url)) {
      return isObjectUrl(url) ? Optional.of(member(ObjectUrl.parse(url))) : Optional.empty();
    }
    if (url.startsWith("/") || FOREIGN.contains(scheme(url))) { // Lhotse opens a path as it is
      return Optional.empty();
    }
    BucketUri uri = BucketUri.parse(url);
    if (uri.object().isEmpty()) {
      throw new InvalidNameException(
          "source " + Quoted.of(url) + " names a bucket; expected an object in it");
    }
    return Optional.of(member(Entry.of(new ObjectRef(uri.bucket(), uri.object()))));
  }

  private static boolean isObjectUrl(String url) {
    int path = url.indexOf('/', url.indexOf(SCHEME_END) + SCHEME_END.length());
    return path >= 0 && url.startsWith("/v1/objects/", path);
  }

  private static String scheme(String url) {
    int end = url.indexOf(SCHEME_END);
    return end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /** Splits the name of an object that leads into an archive. */
  private static Entry member(Entry entry) throws InvalidNameException {
    if (entry.isArchived()) {
      return entry;
    }
    ShardPath path = ShardPath.split(entry.object().name());
    NameRules.checkObject(path.object());
    if (!path.archpath().isEmpty()) {
      NameRules.checkArchpath(path.archpath());
    }
    return new Entry(
        new ObjectRef(entry.object().bucket(), path.object()), path.archpath(), ByteRange.WHOLE);
  }
}
