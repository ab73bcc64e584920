package io.aisml.cli;

import io.aisml.cli.host.Terminal;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;

/** Shows on a terminal how many entries were listed, in a line that is wiped out at the end. */
final class ListingProgress implements LongConsumer {
  /** Often enough to look alive, seldom enough to cost nothing. */
  private static final int STEP = 1000;

  private final PrintStream terminal;
  private final boolean shown;
  private boolean any;

  /**
   * @param shown whether {@code terminal} is one
   */
  ListingProgress(PrintStream terminal, boolean shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  @Override
  public void accept(long entries) {
    if (shown && entries % STEP == 0) {
      terminal.print(String.format(Locale.ROOT, "\raisml: %,d entries listed", entries));
      terminal.flush();
      any = true;
    }
  }

  /** Wipes the line out. */
  void end() {
    if (any) {
      terminal.print(Terminal.CLEAR_LINE);
      terminal.flush();
    }
  }
}
