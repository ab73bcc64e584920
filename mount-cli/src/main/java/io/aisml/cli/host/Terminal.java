package io.aisml.cli.host;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Whether a person looks at this process, and how wide. */
public final class Terminal {
  /** Empties the line that the cursor is in, such as a progress bar. */
  public static final String CLEAR_LINE = "\r\u001b[K";

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  /** Whether standard input is a terminal. */
  public static boolean isInput() {
    return isTerminal(0);
  }

  /** Whether standard output is a terminal. */
  public static boolean isOutput() {
    return isTerminal(1);
  }

  /** Whether standard error is a terminal. */
  public static boolean isError() {
    return isTerminal(2);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(DESCRIPTORS.resolve("" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false; // no Linux: nobody is asked
    }
  }

  /** The columns of the terminal that started this process. */
  public static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(stty.getInputStream(), StandardCharsets.US_ASCII))) {
        String line = out.readLine();
        if (stty.waitFor(1, TimeUnit.SECONDS) && line != null) {
          int columns = Integer.parseInt(line.replaceFirst(".* ", ""));
          return columns > 0 ? columns : USUAL_COLUMNS;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | NumberFormatException e) {
      return USUAL_COLUMNS; // no such command, or no terminal to ask
    }
    return USUAL_COLUMNS;
  }
}
