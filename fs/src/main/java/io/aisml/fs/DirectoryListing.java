package io.aisml.fs;

/** A directory's names in their order; the same for as long as the mount lives. */
public interface DirectoryListing {
  /** The directory that holds this one. */
  long parent();

  int size();

  /** The i-th name, UTF-8. */
  byte[] name(int i);

  long inode(int i);

  boolean isDirectory(int i);

  /** The i-th name's attributes, for READDIRPLUS. */
  Attributes attributes(int i);
}
