package io.aisml.fs;

import io.aisml.fs.load.Loads;
import io.aisml.fs.tree.Node;
import io.aisml.fs.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tells files ahead by their paths. */
final class Telling {
  private final Tree tree;
  private final Loads loads;

  Telling(Tree tree, Loads loads) {
    this.tree = tree;
    this.loads = loads;
  }

  /**
   * Queues files, in their order.
   *
   * @param paths below the mount point
   */
  List<Told> tell(List<String> paths) {
    List<Told> told = new ArrayList<>(paths.size());
    List<Integer> files = new ArrayList<>(paths.size());
    List<Integer> places = new ArrayList<>(paths.size());
    for (String path : paths) {
      Node node = tree.node(inode(path));
      if (node instanceof Node.MemberFile file && loads.canBeTold(file.file())) {
        places.add(told.size());
        files.add(file.file());
        told.add(Told.QUEUED);
      } else {
        told.add(isFile(node) ? Told.NOTHING_TO_DO : Told.NO_FILE);
      }
    }
    for (int i = loads.tell(files); i < places.size(); i++) {
      told.set(places.get(i), Told.FULL);
    }
    return told;
  }

  private static boolean isFile(Node node) {
    return !(node instanceof Node.Directory
        || node instanceof Node.HiddenDirectory
        || node instanceof Node.Missing);
  }

  /** The inode of a path, 0 when there is none. */
  private long inode(String path) {
    long inode = ReadOnlyFileSystem.ROOT;
    for (String name : path.split("/", -1)) {
      if (inode != 0 && !name.isEmpty() && !name.equals(".")) {
        inode = tree.find(inode, name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return inode;
  }
}
