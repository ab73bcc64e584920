package io.aisml.fetcher.layout;

import io.aisml.fetcher.clip.ClipFiles;
import io.aisml.fetcher.plan.Batch;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.spec.SpecOptions;
import io.aisml.fetcher.spec.SpecWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** What a batch asks for, as a spec that {@code get-batch} takes. Made anew for each reader. */
final class BatchRequest implements GeneratedFile {
  private final Plan plan;
  private final ClipFiles files;
  private final int batch;

  /** Made once by whoever asks first; always the same. */
  private volatile long size = UNKNOWN_SIZE;

  /**
   * @param files of the plan: they tell which range a clip is
   */
  BatchRequest(Plan plan, ClipFiles files, int batch) {
    this.plan = plan;
    this.files = files;
    this.batch = batch;
  }

  @Override
  public long size() {
    if (size == UNKNOWN_SIZE && plan.clipCount() == 0) {
      size = spec().length;
    }
    return size;
  }

  @Override
  public void learn() throws IOException {
    if (size == UNKNOWN_SIZE) {
      files.learn(batch);
      size = spec().length;
    }
  }

  @Override
  public void read(long offset, ByteBuffer dst) throws IOException {
    files.learn(batch);
    GeneratedFile.copy(spec(), offset, dst);
  }

  private byte[] spec() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SpecWriter writer = new SpecWriter(out, SpecOptions.NONE)) {
      Batch entries = plan.batch(batch);
      for (int i = 0; i < entries.size(); i++) {
        writer.write(files.entry(entries.file(i)), "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't be written to", e);
    }
    return out.toByteArray();
  }
}
