package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;

/** Takes the cuts of a manifest one by one, in the order of their lines. */
public interface CutVisitor {
  /**
   * The line that the next call of {@link #cut} or {@link #badLine} is about. Of one that is too
   * long to be a cut the text is empty.
   *
   * @throws IOException to stop the reading; the manifest's caller gets it
   */
  default void line(LineText text) throws IOException {}

  /**
   * @throws IOException to stop the reading; the manifest's caller gets it
   */
  void cut(Cut cut, SourceLine where) throws IOException;

  /**
   * A line that is no cut. The reading goes on with the next line.
   *
   * @param problem one line
   * @throws IOException to stop the reading; the manifest's caller gets it
   */
  void badLine(String problem, SourceLine where) throws IOException;
}
