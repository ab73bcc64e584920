package io.aisml.cli.batch;

import io.aisml.cli.command.ByteCount;
import io.aisml.cli.host.Terminal;
import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.download.MissingMember;
import java.io.Closeable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Tells on standard error how far a download is: by a bar on a terminal, else by a line now and
 * then. For one thread.
 */
public abstract class Progress implements DownloadListener, Closeable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final long started = System.nanoTime();
  private long members;
  private long bytes;

  /**
   * Begins to tell.
   *
   * @param total members, if that is known
   */
  public static Progress of(boolean quiet, OptionalLong total, String command, PrintWriter err) {
    if (quiet) {
      return new Silence();
    }
    return Terminal.isError() ? new Bar(total) : new Lines(command, total, err);
  }

  @Override
  public final void begins(String name, long size) {
    bytes += size;
  }

  @Override
  public final void ended() {
    members++;
    moved();
  }

  @Override
  public final void missing(MissingMember member) {
    members++;
    moved();
  }

  /** A member more. */
  abstract void moved();

  long members() {
    return members;
  }

  /** {@code 1.2 GiB, 350.0 MiB/s}. */
  final String volume() {
    double seconds = Math.max((System.nanoTime() - started) / 1e9, 1e-3);
    return ByteCount.text(bytes) + ", " + ByteCount.text((long) (bytes / seconds)) + "/s";
  }

  /** Ends what is shown. */
  @Override
  public void close() {}

  private static final class Silence extends Progress {
    @Override
    void moved() {}
  }

  private static final class Lines extends Progress {
    private final String command;
    private final OptionalLong total;
    private final PrintWriter err;
    private long last = System.nanoTime();

    Lines(String command, OptionalLong total, PrintWriter err) {
      this.command = command;
      this.total = total;
      this.err = err;
    }

    @Override
    void moved() {
      long now = System.nanoTime();
      if (now - last >= BETWEEN_LINES.toNanos()) {
        last = now;
        String of = total.isPresent() ? " of " + total.getAsLong() : "";
        err.printf("%s: %d%s members, %s%n", command, members(), of, volume());
        err.flush();
      }
    }
  }

  private static final class Bar extends Progress {
    private static final int UPDATE_MILLIS = 250;

    private final ProgressBar bar;
    private long told;

    Bar(OptionalLong total) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName("Members")
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              // not through the library's own terminal, whose classes take longer than most fetches
              .setConsumer(
                  new ConsoleProgressBarConsumer(
                      new PrintStream(System.err, true), Terminal.columns() - 1) {
                    @Override
                    public void close() {
                      // The line has been cleared, and is the next one's to write into.
                    }
                  })
              .clearDisplayOnFinish();
      total.ifPresent(builder::setInitialMax);
      if (total.isEmpty()) {
        builder.setInitialMax(-1).hideEta();
      }
      bar = builder.build();
    }

    @Override
    void moved() {
      bar.stepTo(members());
      long now = System.nanoTime();
      if (now - told >= UPDATE_MILLIS * 1_000_000L) {
        told = now;
        bar.setExtraMessage(volume());
      }
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
