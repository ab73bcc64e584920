package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.Stores;
import io.aisml.cli.host.Terminal;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.fetcher.aistore.WaitListener;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.select.MissingSource;
import io.aisml.fetcher.select.SelectedVisitor;
import io.aisml.fetcher.select.Selector;
import io.aisml.fetcher.source.BatchSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/** One run of a command that fetches archives: what it was told, and where it tells. */
record ArchiveRun(
    Settings settings, Environment environment, ArchiveFlags flags, CommandLine line) {
  PrintWriter out() {
    return line.getOut();
  }

  PrintWriter err() {
    return line.getErr();
  }

  /** What messages begin with. */
  String command() {
    return line.getCommandSpec().qualifiedName();
  }

  void warn(String text) {
    err().printf("%s: warning: %s%n", command(), text);
    err().flush();
  }

  /** By the flags and by the spec, which comes first. */
  ArchiveChoices choices(Selector selector, ArchiveFormat format) {
    ArchiveChoices fromFlags =
        new ArchiveChoices(
            settings.get(Setting.OMIT_SRC_BCK),
            flags.streaming(),
            flags.continueOnError(),
            settings.isFromCommandLine(Setting.COLOC)
                ? OptionalInt.of(settings.get(Setting.COLOC))
                : OptionalInt.empty());
    return ArchiveChoices.of(fromFlags, selector.specOptions(), format, this::warn);
  }

  /**
   * Opens the store and connects to it.
   *
   * @param downloads under way at once
   */
  BatchSource store(ArchiveChoices choices, int downloads)
      throws UsageException, CommandException, IOException {
    BatchSource store =
        Stores.openForDownload(
            settings, environment, !choices.streaming(), choices.coloc(), downloads, waits());
    try {
      store.connect(Duration.ZERO);
      return store;
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  /** Tells once that the store asks to wait; a progress bar goes on below that. */
  private WaitListener waits() {
    if (flags.quiet()) {
      return WaitListener.NONE;
    }
    AtomicBoolean told = new AtomicBoolean(); // by any of the download's threads
    return (reply, atMost) -> {
      if (!told.getAndSet(true)) {
        err()
            .printf(
                "%s%s: %s; trying again for up to %d s%n",
                Terminal.isError() ? Terminal.CLEAR_LINE : "",
                command(),
                reply,
                atMost.toSeconds());
        err().flush();
      }
    };
  }

  /** Resolves what was selected. */
  static void select(
      Selector selector, ArchiveChoices choices, BatchSource store, SelectedVisitor visitor)
      throws IOException {
    selector.select(
        store, choices.continueOnError() ? MissingSource.KEEP : MissingSource.FAIL, visitor);
  }
}
