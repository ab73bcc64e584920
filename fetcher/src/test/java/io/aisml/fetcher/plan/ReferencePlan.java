package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The naming rules once more, with maps and strings and without regard to cost. */
final class ReferencePlan {
  record Member(String path, Entry entry) {}

  record MemberBatch(String directory, List<Member> members) {}

  /** What a listing has in the place of a directory's entry. */
  static final Entry DIRECTORY = Plans.object("(directory)");

  /** By directory, its names in order, each with its entry. */
  final Map<String, Map<String, Entry>> listings = new LinkedHashMap<>();

  /** By batch, its distinct entries in order. */
  final List<Set<Entry>> batches = new ArrayList<>();

  int leftOut;

  ReferencePlan(List<MemberBatch> source) {
    Set<String> directories = new LinkedHashSet<>();
    for (MemberBatch batch : source) {
      directories.addAll(ancestors(fitted(batch.directory) + "/"));
      for (Member member : batch.members) {
        if (isPossible(member.path)) {
          directories.addAll(ancestors(fullPath(batch, member)));
        }
      }
    }
    listings.put("", new LinkedHashMap<>());
    for (MemberBatch batch : source) {
      mention(ancestors(fitted(batch.directory) + "/"));
      Set<Entry> entries = new LinkedHashSet<>();
      for (Member member : batch.members) {
        if (!isPossible(member.path)) {
          leftOut++;
          continue;
        }
        entries.add(member.entry);
        String path = fullPath(batch, member);
        mention(ancestors(path));
        String parent = parent(path);
        Map<String, Entry> names = listing(parent);
        String wanted = path.substring(parent.isEmpty() ? 0 : parent.length() + 1);
        String name = wanted;
        for (int n = 2; isTaken(directories, names, parent, name); n++) {
          name = fitComponent(wanted.replaceFirst("^(.+?)((\\.[^.]*)?)$", "$1~" + n + "$2"));
        }
        names.put(name, member.entry);
      }
      batches.add(entries);
    }
  }

  Map<String, Entry> listing(String directory) {
    return Objects.requireNonNull(listings.get(directory), directory);
  }

  private static boolean isTaken(
      Set<String> directories, Map<String, Entry> names, String parent, String name) {
    return names.containsKey(name)
        || directories.contains(parent.isEmpty() ? name : parent + "/" + name);
  }

  private void mention(List<String> directories) {
    for (String directory : directories) {
      if (listings.putIfAbsent(directory, new LinkedHashMap<>()) == null) {
        String parent = parent(directory);
        listing(parent)
            .put(directory.substring(parent.isEmpty() ? 0 : parent.length() + 1), DIRECTORY);
      }
    }
  }

  private static String fullPath(MemberBatch batch, Member member) {
    return fitted(batch.directory.isEmpty() ? member.path : batch.directory + "/" + member.path);
  }

  private static boolean isPossible(String path) {
    for (String component : path.split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** {@code a} and {@code a/b} for {@code a/b/c}. */
  private static List<String> ancestors(String path) {
    List<String> ancestors = new ArrayList<>();
    for (int i = path.indexOf('/'); i > 0; i = path.indexOf('/', i + 1)) {
      ancestors.add(path.substring(0, i));
    }
    return ancestors;
  }

  private static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  private static String fitted(String path) {
    List<String> components = new ArrayList<>();
    for (String component : path.split("/", -1)) {
      components.add(fitComponent(component));
    }
    return String.join("/", components);
  }

  private static String fitComponent(String component) {
    byte[] utf8 = component.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= 255) {
      return component;
    }
    StringBuilder cut = new StringBuilder();
    component
        .codePoints()
        .takeWhile(
            c -> (cut + Character.toString(c)).getBytes(StandardCharsets.UTF_8).length <= 246)
        .forEachOrdered(cut::appendCodePoint);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(utf8);
      return cut + "~" + HexFormat.of().formatHex(hash).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
