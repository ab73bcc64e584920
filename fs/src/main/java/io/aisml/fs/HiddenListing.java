package io.aisml.fs;

import io.aisml.fs.tree.Tree;
import java.nio.charset.StandardCharsets;

/** The directory of generated files as a listing, for those who know its name. */
final class HiddenListing implements DirectoryListing {
  private final BatchFileSystem fs;
  private final Tree tree;

  HiddenListing(BatchFileSystem fs, Tree tree) {
    this.fs = fs;
    this.tree = tree;
  }

  @Override
  public long parent() {
    return ReadOnlyFileSystem.ROOT;
  }

  @Override
  public int size() {
    return tree.texts().size();
  }

  @Override
  public byte[] name(int i) {
    return tree.texts().get(i).name().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public long inode(int i) {
    return tree.text(i);
  }

  @Override
  public boolean isDirectory(int i) {
    return false;
  }

  @Override
  public Attributes attributes(int i) {
    return fs.knownAttributes(inode(i));
  }
}
