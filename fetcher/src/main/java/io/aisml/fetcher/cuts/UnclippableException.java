package io.aisml.fetcher.cuts;

import java.io.IOException;

/** A part of a file is wanted that can't be cut out of it. The message is one line for the user. */
public final class UnclippableException extends IOException {
  private static final long serialVersionUID = 1L;

  UnclippableException(CutFile file, String problem) {
    super(file.where() + ": cut '" + file.cut() + "': " + file.entry() + " " + problem);
  }
}
