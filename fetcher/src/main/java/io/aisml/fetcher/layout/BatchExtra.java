package io.aisml.fetcher.layout;

import io.aisml.fetcher.plan.GeneratedFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A batch's list in another program's form, made anew for each reader. */
final class BatchExtra implements GeneratedFile {
  private final RewrittenManifest manifest;
  private final ManifestExtra extra;
  private final int batch;
  private final long size;

  /**
   * Makes the list once, to know its size.
   *
   * @throws IOException when the manifest can't be read
   */
  BatchExtra(RewrittenManifest manifest, ManifestExtra extra, int batch) throws IOException {
    this.manifest = manifest;
    this.extra = extra;
    this.batch = batch;
    this.size = manifest.extra(extra, batch).length;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long offset, ByteBuffer dst) throws IOException {
    if (offset < size) {
      byte[] list = manifest.extra(extra, batch);
      dst.put(list, (int) offset, (int) Math.min(dst.remaining(), list.length - offset));
    }
  }
}
