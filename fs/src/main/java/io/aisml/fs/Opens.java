package io.aisml.fs;

import io.aisml.fetcher.plan.Batch;
import io.aisml.fs.cache.Member;
import io.aisml.fs.load.LoadListener;
import io.aisml.fs.tree.LoadedFiles;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether opens are answered. Under {@link OpenMode#AUTO} they are until every file has been loaded
 * without error: then there is nothing left that an open could tell. Once they are not, that holds
 * for the rest of the mount's life, because the kernel remembers it.
 */
final class Opens implements LoadListener {
  private static final Logger log = LoggerFactory.getLogger(Opens.class);

  private final OpenMode mode;
  private final LoadedFiles files;
  private final LoadListener next;

  /** Whether generated files can do without opens: one of unknown size learns it by them. */
  private final BooleanSupplier generatedKnown;

  /** Called once, when opens end while the mount lives. */
  private final Runnable whenEnded;

  /** Set once, under this. */
  private volatile boolean ended;

  Opens(
      OpenMode mode,
      LoadedFiles files,
      LoadListener next,
      BooleanSupplier generatedKnown,
      Runnable whenEnded) {
    this.mode = mode;
    this.files = files;
    this.next = next;
    this.generatedKnown = generatedKnown;
    this.whenEnded = whenEnded;
    ended = files.wereToldNoOpens();
  }

  boolean areAnswered() {
    return !ended;
  }

  /** From now on no open is answered; another process that takes the mount over knows it. */
  synchronized void end() {
    files.tellNoOpens();
    ended = true;
  }

  @Override
  public void ahead(Batch batch, int from, int to) {
    next.ahead(batch, from, to);
  }

  @Override
  public void loaded(int file, Member member) {
    came(file);
    next.loaded(file, member);
  }

  @Override
  public void partLoaded(int file) {
    came(file);
  }

  private void came(int file) {
    if (mode != OpenMode.AUTO || ended) {
      return;
    }
    files.add(file);
    if (files.areAll() && generatedKnown.getAsBoolean() && endFirst()) {
      log.info("every file has been loaded once: the kernel opens files by itself from now on");
      whenEnded.run();
    }
  }

  private synchronized boolean endFirst() {
    boolean first = !ended;
    end();
    return first;
  }
}
