package io.aisml.fs.load;

import io.aisml.fetcher.plan.Batch;
import io.aisml.fs.cache.Member;

/** Told of what is loaded, by any thread; must return at once. */
public interface LoadListener {
  /** Somebody reads in order, and a part of a batch will be read soon. */
  void ahead(Batch batch, int from, int to);

  /** A whole file is in memory, and whoever waited for it has been answered. */
  void loaded(int file, Member member);

  /** A part of a large file is in memory, and whoever waited for it has been answered. */
  void partLoaded(int file);
}
