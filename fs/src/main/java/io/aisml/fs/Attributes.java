package io.aisml.fs;

/**
 * An inode's attributes.
 *
 * @param size bytes; 0 while {@code sizeKnown} is false
 * @param sizeKnown false: the size is not known yet, so nobody may remember this answer
 * @param nameLasts false: the name may lead to another inode next time, so nobody may remember it
 * @param links names of the inode (of a directory: 2 and one for each sub-directory)
 * @param permissions the lower twelve bits of the mode
 */
public record Attributes(
    long inode,
    boolean directory,
    long size,
    boolean sizeKnown,
    boolean nameLasts,
    int links,
    int permissions) {
  /** Of an inode whose names always lead to it. */
  public Attributes(
      long inode, boolean directory, long size, boolean sizeKnown, int links, int permissions) {
    this(inode, directory, size, sizeKnown, true, links, permissions);
  }
}
