package io.aisml.cli.mounted;

import io.aisml.fetcher.testing.AistoreCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the objects of a test are. */
public interface ObjectStore {
  /** A cluster. */
  static ObjectStore of(AistoreCluster cluster) {
    return new ObjectStore() {
      @Override
      public String newBucket(String purpose) {
        return cluster.newBucket(purpose);
      }

      @Override
      public void put(String bucket, String name, byte[] content) {
        cluster.put(bucket, name, content);
      }

      @Override
      public String endpoint() {
        return "--endpoint=" + cluster.endpoint();
      }
    };
  }

  /** A directory, without any server. */
  static ObjectStore of(Path root) {
    AtomicInteger buckets = new AtomicInteger();
    return new ObjectStore() {
      @Override
      public String newBucket(String purpose) {
        String name = purpose + "-" + buckets.incrementAndGet();
        write(root.resolve("ais").resolve(name).resolve("unused"), new byte[0]);
        return name;
      }

      @Override
      public void put(String bucket, String name, byte[] content) {
        write(root.resolve("ais").resolve(bucket).resolve(name), content);
      }

      @Override
      public String endpoint() {
        return "--endpoint=file://" + root;
      }
    };
  }

  /** Makes an {@code ais://} bucket of a name that begins so. */
  String newBucket(String purpose);

  /** Stores an object. */
  void put(String bucket, String name, byte[] content);

  /** The option that leads a mount here. */
  String endpoint();

  /** Writes a file and the directories above it. */
  static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
