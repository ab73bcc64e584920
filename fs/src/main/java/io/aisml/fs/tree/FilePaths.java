package io.aisml.fs.tree;

import io.aisml.fetcher.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The path of a file in its mount, for messages. Made when the first message needs one: a mount
 * without failures pays nothing.
 */
public final class FilePaths {
  private final Plan plan;

  /** The names on the way: a dentry for each file and directory; guarded by this. */
  private int @Nullable [] fileDentries;

  private int[] directoryDentries = {};

  /** The directory of each dentry in {@link #fileDentries}. */
  private int[] fileDirectories = {};

  public FilePaths(Plan plan) {
    this.plan = plan;
  }

  /** A path without a leading slash; of several names of one file, the first. */
  public synchronized String of(int file) {
    int dentry = indexed()[file];
    return dentry < 0 ? "" : directory(fileDirectories[file]) + name(dentry);
  }

  /** The directory that holds a file; of several names of one file, the first. -1: none. */
  public synchronized int directoryOf(int file) {
    return indexed()[file] < 0 ? -1 : fileDirectories[file];
  }

  /** A directory's path without a leading slash; empty for the root. */
  public synchronized String ofDirectory(int directory) {
    indexed();
    return directory(directory);
  }

  private int[] indexed() {
    int[] dentries = fileDentries;
    if (dentries == null) {
      dentries = index();
      fileDentries = dentries;
    }
    return dentries;
  }

  private int[] index() {
    int[] dentries = new int[plan.fileCount()];
    Arrays.fill(dentries, -1);
    fileDirectories = new int[plan.fileCount()];
    directoryDentries = new int[plan.directoryCount()];
    for (int directory = 0; directory < plan.directoryCount(); directory++) {
      for (int i = 0; i < plan.dentryCount(directory); i++) {
        int dentry = plan.dentry(directory, i);
        int target = plan.target(dentry);
        if (plan.isDirectory(dentry)) {
          directoryDentries[target] = dentry;
        } else if (target < dentries.length && dentries[target] < 0) {
          dentries[target] = dentry;
          fileDirectories[target] = directory;
        }
      }
    }
    return dentries;
  }

  private String directory(int directory) {
    return directory == Plan.ROOT
        ? ""
        : directory(plan.parent(directory)) + name(directoryDentries[directory]) + "/";
  }

  private String name(int dentry) {
    return new String(plan.name(dentry), StandardCharsets.UTF_8);
  }
}
