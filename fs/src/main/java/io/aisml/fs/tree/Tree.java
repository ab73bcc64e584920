package io.aisml.fs.tree;

import io.aisml.fetcher.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A plan as inodes: look-up only, immutable. Inode numbers follow from the plan alone, so they are
 * the same at each mount of the same sources: the root is 1, then directories, files, generated
 * files, and the texts in the hidden directory {@value #HIDDEN}, each in the plan's order.
 */
public final class Tree {
  /** The directory of generated files; it can be opened by name and is never listed. */
  public static final String HIDDEN = Plan.HIDDEN;

  private static final byte[] HIDDEN_BYTES = HIDDEN.getBytes(StandardCharsets.UTF_8);
  private static final long ROOT = 1;

  private final Plan plan;
  private final List<TextFile> texts;
  private final long firstFile;
  private final long firstGenerated;
  private final long hidden;
  private final int[] subdirectories;

  public Tree(Plan plan, List<TextFile> texts) {
    this.plan = plan;
    this.texts = List.copyOf(texts);
    this.firstFile = ROOT + plan.directoryCount();
    this.firstGenerated = firstFile + plan.fileCount();
    this.hidden = firstGenerated + plan.generatedCount();
    this.subdirectories = new int[plan.directoryCount()];
    for (int directory = 1; directory < plan.directoryCount(); directory++) {
      subdirectories[plan.parent(directory)]++;
    }
    for (int directory = 0; directory < plan.directoryCount(); directory++) {
      subdirectories[directory] -= plan.hiddenDentries(directory);
    }
  }

  /** What an inode number stands for. */
  public Node node(long inode) {
    if (inode >= ROOT && inode < firstFile) {
      return new Node.Directory((int) (inode - ROOT));
    }
    if (inode >= firstFile && inode < firstGenerated) {
      return new Node.MemberFile((int) (inode - firstFile));
    }
    if (inode >= firstGenerated && inode < hidden) {
      return new Node.Generated((int) (inode - firstGenerated));
    }
    if (inode == hidden) {
      return Node.HiddenDirectory.INSTANCE;
    }
    long text = inode - hidden - 1;
    return text >= 0 && !texts.isEmpty()
        ? new Node.Text(texts.get((int) (text % texts.size())))
        : Node.Missing.INSTANCE;
  }

  /** The inode number of a name in a directory, or 0. */
  public long find(long parent, byte[] name) {
    if (parent == ROOT && Arrays.equals(name, HIDDEN_BYTES)) {
      return hidden;
    }
    if (parent == hidden) {
      return findText(name);
    }
    if (parent < ROOT || parent >= firstFile) {
      return 0;
    }
    int dentry = plan.find((int) (parent - ROOT), name);
    return dentry < 0 ? 0 : inode(dentry);
  }

  private long findText(byte[] name) {
    String wanted = new String(name, StandardCharsets.UTF_8);
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).name().equals(wanted)) {
        return text(i);
      }
    }
    return 0;
  }

  /** The inode number that a dentry of the plan leads to. */
  public long inode(int dentry) {
    return (plan.isDirectory(dentry) ? ROOT : firstFile) + plan.target(dentry);
  }

  /** The inode number of a file of the plan. */
  public long inodeOfFile(int file) {
    return firstFile + file;
  }

  /** The inode number of a directory of the plan. */
  public long inodeOfDirectory(int directory) {
    return ROOT + directory;
  }

  /** The inode number of the hidden directory. */
  public long hiddenDirectory() {
    return hidden;
  }

  /** The inode number of the i-th generated file. */
  public long text(int i) {
    return hidden + 1 + i;
  }

  /**
   * Another inode number of the same text: of what it contains at some moment.
   *
   * @param n from 0 on, which gives the inode itself
   */
  public long snapshot(long text, long n) {
    return text + n * texts.size();
  }

  public List<TextFile> texts() {
    return texts;
  }

  public Plan plan() {
    return plan;
  }

  /** How many directories are listed in a directory. */
  public int subdirectories(int directory) {
    return subdirectories[directory];
  }
}
