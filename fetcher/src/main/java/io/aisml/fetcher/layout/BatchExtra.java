package io.aisml.fetcher.layout;

import io.aisml.fetcher.plan.GeneratedFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A batch's list in another program's form, made anew for each reader. */
final class BatchExtra implements GeneratedFile {
  private final RewrittenManifest manifest;
  private final ManifestExtra extra;
  private final int batch;

  /** Made once by whoever learns it first; always the same. */
  private volatile long size = UNKNOWN_SIZE;

  BatchExtra(RewrittenManifest manifest, ManifestExtra extra, int batch) {
    this.manifest = manifest;
    this.extra = extra;
    this.batch = batch;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void learn() throws IOException {
    if (size == UNKNOWN_SIZE) {
      manifest.learn(batch);
      size = manifest.extra(extra, batch).length;
    }
  }

  @Override
  public void read(long offset, ByteBuffer dst) throws IOException {
    manifest.learn(batch);
    GeneratedFile.copy(manifest.extra(extra, batch), offset, dst);
  }
}
