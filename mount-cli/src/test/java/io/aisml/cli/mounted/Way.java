package io.aisml.cli.mounted;

import io.aisml.fetcher.testing.AistoreCluster;
import java.nio.file.Path;

/** From which store a test reads, and through which binding. */
public enum Way {
  CLUSTER_KERNEL(true, "--fuse=kernel"),
  CLUSTER_JNR(true, "--fuse=jnr"),
  DIRECTORY_KERNEL(false, "--fuse=kernel"),
  DIRECTORY_JNR(false, "--fuse=jnr");

  private final boolean cluster;
  private final String fuse;

  Way(boolean cluster, String fuse) {
    this.cluster = cluster;
    this.fuse = fuse;
  }

  /** The option that chooses the binding. */
  public String fuse() {
    return fuse;
  }

  /** The cluster, or a directory below the test's own. */
  public ObjectStore store(AistoreCluster shared, Path directory) {
    return cluster ? ObjectStore.of(shared) : ObjectStore.of(directory.resolve("store"));
  }
}
