package io.aisml.fs;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fs.tree.Tree;

/** A directory of the plan as a listing: a view, nothing is copied. */
final class PlanListing implements DirectoryListing {
  private final BatchFileSystem fs;
  private final Tree tree;
  private final Plan plan;
  private final int directory;
  private final int hidden;

  PlanListing(BatchFileSystem fs, Tree tree, int directory) {
    this.fs = fs;
    this.tree = tree;
    this.plan = tree.plan();
    this.directory = directory;
    this.hidden = tree.plan().hiddenDentries(directory);
  }

  @Override
  public long parent() {
    return tree.inodeOfDirectory(plan.parent(directory));
  }

  @Override
  public int size() {
    return plan.dentryCount(directory) - hidden;
  }

  @Override
  public byte[] name(int i) {
    return plan.name(plan.dentry(directory, hidden + i));
  }

  @Override
  public long inode(int i) {
    return tree.inode(plan.dentry(directory, hidden + i));
  }

  @Override
  public boolean isDirectory(int i) {
    return plan.isDirectory(plan.dentry(directory, hidden + i));
  }

  @Override
  public Attributes attributes(int i) {
    return fs.knownAttributes(inode(i));
  }
}
