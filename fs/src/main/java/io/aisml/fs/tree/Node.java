package io.aisml.fs.tree;

/** What an inode number stands for. */
public sealed interface Node {
  /** A directory of the plan. */
  record Directory(int directory) implements Node {}

  /** A file of the plan. */
  record MemberFile(int file) implements Node {}

  /**
   * A generated file of the plan.
   *
   * @param number among the generated files
   */
  record Generated(int number) implements Node {}

  /** A generated file of the hidden directory. */
  record Text(TextFile text) implements Node {}

  /** The directory of the generated files. */
  enum HiddenDirectory implements Node {
    INSTANCE
  }

  /** No inode has this number. */
  enum Missing implements Node {
    INSTANCE
  }
}
