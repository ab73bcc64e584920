package io.aisml.fetcher.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects directories as they are mentioned, then files, and puts the names of each directory in a
 * row in the order of their mention.
 */
final class DentryCollector {
  private final TextStore text;
  private final IntColumn parents = new IntColumn();

  /** By dentry: first all directories but the root, then the files. */
  private final IntColumn directories = new IntColumn();

  private final IntColumn names = new IntColumn();
  private final IntColumn nameLengths = new IntColumn();
  private final IntColumn targets = new IntColumn();
  private final IntColumn mentions = new IntColumn();

  /** By dentry, the number that the next bearer of its name may try; 0 when there was none. */
  private int[] nextNumbers = {};

  private int[] slots = newSlots(0);

  DentryCollector(TextStore text) {
    this.text = text;
    parents.add(Plan.ROOT);
  }

  /**
   * The directory of a name in another directory.
   *
   * @param mention position in the request, ascending from call to call
   */
  int directory(int parent, byte[] name, int mention) {
    int found = find(parent, name);
    if (found >= 0) {
      return ~targets.get(found);
    }
    int directory = parents.size();
    parents.add(parent);
    append(parent, text.appendBare(name), name, ~directory, mention);
    return directory;
  }

  /** How many directories there are, the root included. */
  int directoryCount() {
    return parents.size();
  }

  /** Makes room for so many files, which then find it. */
  void expectFiles(int count) {
    rehash(names.size() + count);
  }

  /** The path of a directory from the root, without a leading slash; empty for the root. */
  String path(int directory) {
    if (directory == Plan.ROOT) {
      return "";
    }
    // As long as there are no files, the dentries are those of all directories but the root.
    int dentry = directory - 1;
    byte[] name = text.bytes(names.get(dentry), nameLengths.get(dentry));
    String above = path(parents.get(directory));
    return (above.isEmpty() ? "" : above + "/") + new String(name, StandardCharsets.UTF_8);
  }

  /**
   * Gives a file its name: the one that is asked for, or the next free number of it. Only after the
   * last directory.
   *
   * @param name fitted
   * @param bare address of {@code name} in the text
   * @param mention position in the request, ascending from call to call
   */
  void file(int directory, byte[] name, int bare, int file, int mention) {
    int holder = find(directory, name);
    if (holder < 0) {
      append(directory, bare, name, file, mention);
      return;
    }
    int n = Math.max(2, nextNumber(holder));
    byte[] numbered = MemberPath.numbered(name, n);
    while (find(directory, numbered) >= 0) {
      n++;
      numbered = MemberPath.numbered(name, n);
    }
    append(directory, text.appendBare(numbered), numbered, file, mention);
    nextNumbers[holder] = n + 1;
  }

  Dentries dentries() {
    int count = names.size();
    int[] first = firstDentries();
    int[] next = first.clone();
    int[] position = new int[count];
    int[] name = new int[count];
    byte[] nameLength = new byte[count];
    int[] target = new int[count];
    int directory = 0;
    int file = parents.size() - 1;
    while (directory < parents.size() - 1 || file < count) {
      boolean takeDirectory =
          file == count
              || (directory < parents.size() - 1 && mentions.get(directory) <= mentions.get(file));
      int from = takeDirectory ? directory++ : file++;
      int to = next[directories.get(from)]++;
      position[from] = to;
      name[to] = names.get(from);
      nameLength[to] = (byte) nameLengths.get(from);
      target[to] = targets.get(from);
    }
    int[] moved = slots.clone();
    for (int slot = 0; slot < moved.length; slot++) {
      moved[slot] = moved[slot] == Dentries.FREE ? Dentries.FREE : position[moved[slot]];
    }
    return new Dentries(text, first, parents.toArray(), name, nameLength, target, moved);
  }

  private int[] firstDentries() {
    int[] first = new int[parents.size() + 1];
    for (int dentry = 0; dentry < names.size(); dentry++) {
      first[directories.get(dentry) + 1]++;
    }
    for (int directory = 1; directory < first.length; directory++) {
      first[directory] += first[directory - 1];
    }
    return first;
  }

  private int nextNumber(int holder) {
    if (holder >= nextNumbers.length) {
      nextNumbers = Arrays.copyOf(nextNumbers, names.size() + (names.size() >> 1));
    }
    return nextNumbers[holder];
  }

  private int find(int directory, byte[] name) {
    int slot = Dentries.hash(directory, name, 0, name.length) & (slots.length - 1);
    for (; slots[slot] != Dentries.FREE; slot = (slot + 1) & (slots.length - 1)) {
      int dentry = slots[slot];
      if (directories.get(dentry) == directory
          && nameLengths.get(dentry) == name.length
          && text.holds(names.get(dentry), name, 0, name.length)) {
        return dentry;
      }
    }
    return Dentries.FREE;
  }

  private void append(int directory, int bare, byte[] name, int target, int mention) {
    int dentry = names.size();
    directories.add(directory);
    names.add(bare);
    nameLengths.add(name.length);
    targets.add(target);
    mentions.add(mention);
    if (Hash.slots(names.size()) > slots.length) {
      rehash(names.size());
    } else {
      occupy(dentry, name);
    }
  }

  private void rehash(int size) {
    slots = newSlots(size);
    for (int dentry = 0; dentry < names.size(); dentry++) {
      occupy(dentry, text.bytes(names.get(dentry), nameLengths.get(dentry)));
    }
  }

  private void occupy(int dentry, byte[] name) {
    int slot = Dentries.hash(directories.get(dentry), name, 0, name.length) & (slots.length - 1);
    while (slots[slot] != Dentries.FREE) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = dentry;
  }

  private static int[] newSlots(int size) {
    int[] slots = new int[Hash.slots(size)];
    Arrays.fill(slots, Dentries.FREE);
    return slots;
  }
}
