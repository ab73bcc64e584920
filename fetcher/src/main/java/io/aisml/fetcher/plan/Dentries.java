package io.aisml.fetcher.plan;

/**
 * The names of a plan as columns, those of one directory in a row. Immutable.
 *
 * @param first a directory's first dentry, by directory, and the count of dentries at the end
 * @param parent by directory
 * @param name address of the name, by dentry
 * @param nameLength bytes, unsigned, by dentry
 * @param target a file, or the complement of a directory, by dentry
 * @param slots open addressing by directory and name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Dentries(
    TextStore text,
    int[] first,
    int[] parent,
    int[] name,
    byte[] nameLength,
    int[] target,
    int[] slots) {
  static final int FREE = -1;

  /** Where to look for a name first. */
  static int hash(int directory, byte[] text, int from, int to) {
    return Hash.finish(Hash.of(directory, text, from, to));
  }

  int directoryCount() {
    return parent.length;
  }

  int count(int directory) {
    return first[directory + 1] - first[directory];
  }

  int find(int directory, byte[] wanted) {
    int slot = hash(directory, wanted, 0, wanted.length) & (slots.length - 1);
    for (; slots[slot] != FREE; slot = (slot + 1) & (slots.length - 1)) {
      int dentry = slots[slot];
      if (dentry >= first[directory]
          && dentry < first[directory + 1]
          && Byte.toUnsignedInt(nameLength[dentry]) == wanted.length
          && text.holds(name[dentry], wanted, 0, wanted.length)) {
        return dentry;
      }
    }
    return FREE;
  }

  byte[] nameOf(int dentry) {
    return text.bytes(name[dentry], Byte.toUnsignedInt(nameLength[dentry]));
  }

  /** The text is accounted with the files, whose names it holds too. */
  long memoryBytes() {
    return Footprint.of(first)
        + Footprint.of(parent)
        + Footprint.of(name)
        + Footprint.of(nameLength)
        + Footprint.of(target)
        + Footprint.of(slots);
  }
}
