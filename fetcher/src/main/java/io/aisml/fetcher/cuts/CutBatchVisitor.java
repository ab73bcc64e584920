package io.aisml.fetcher.cuts;

import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.util.List;

/** Takes the files of cuts, batch by batch, in the order of the manifest. */
public interface CutBatchVisitor {
  /**
   * Files of the current batch; of a large one in several pieces.
   *
   * @throws IOException to stop the reading; its caller gets it
   */
  void files(List<CutFile> files) throws IOException;

  /**
   * All files of the current batch have been given.
   *
   * @throws IOException to stop the reading; its caller gets it
   */
  void endOfBatch() throws IOException;

  /** Something is left out, because {@link CutOptions#skipping} says so. */
  void leftOut(String problem, SourceLine where);
}
