package io.aisml.cli.systemd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/** This process's open files, before a program that is not Java's child inherits them. */
final class Descriptors {
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int STANDARD = 3;

  private Descriptors() {}

  /** Java leaves jars and its own files open over an exec. Standard input and outputs stay. */
  static void closeOnExec(IntPredicate but) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : open) {
        int number = Integer.parseInt(entry.getFileName().toString());
        if (number >= STANDARD) {
          LibC.INSTANCE.fcntl(number, F_SETFD, but.test(number) ? 0 : FD_CLOEXEC);
        }
      }
    }
  }
}
