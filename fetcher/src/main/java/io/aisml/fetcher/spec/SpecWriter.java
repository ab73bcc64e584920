package io.aisml.fetcher.spec;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a spec as JSON, entry by entry, one a line, for {@link SpecReader} and for AIStore's own
 * clients: with the JSON tags of {@code api/apc/ml.go}, which are the only names that those take.
 * Not for several threads.
 *
 * <p>Each entry names its bucket, so that no default bucket is needed. A bucket in a namespace is
 * written as {@code uname}; AIStore gives such an entry no name in its archive unless {@code onob}
 * is true.
 */
public final class SpecWriter implements Closeable {
  private static final JsonFactory ONE_A_LINE =
      JsonFactory.builder().rootValueSeparator(",\n").build();

  private final Writer out;
  private final JsonGenerator entries;
  private boolean closed;

  /**
   * Begins a spec.
   *
   * @param out closed with this
   */
  public SpecWriter(OutputStream out, SpecOptions options) throws IOException {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.out.write(head(options));
    this.entries = ONE_A_LINE.createGenerator(ObjectWriteContext.empty(), this.out);
  }

  /**
   * @param opaque base64, or empty
   */
  public void write(Entry entry, String opaque) throws IOException {
    try {
      generate(entry, opaque);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  /** Ends the spec and closes the stream. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      entries.flush();
      out.write("\n]}\n");
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private void generate(Entry entry, String opaque) {
    Bucket bucket = entry.object().bucket();
    entries.writeStartObject();
    entries.writeStringProperty("objname", entry.object().name());
    if (bucket.namespace().isGlobal()) {
      entries.writeStringProperty("bucket", bucket.name());
      entries.writeStringProperty("provider", bucket.provider().canonical());
    } else {
      entries.writeStringProperty("uname", uname(bucket));
    }
    if (entry.isArchived()) {
      entries.writeStringProperty("archpath", entry.archpath());
    }
    if (!opaque.isEmpty()) {
      entries.writeStringProperty("opaque", opaque);
    }
    // (0, -1) fails on an empty object: AIStore api/apc/ml.go: CheckRange.
    if (!entry.range().isWhole()) {
      entries.writeNumberProperty("start", entry.range().start());
      entries.writeNumberProperty("length", entry.range().length());
    }
    entries.writeEndObject();
  }

  /** {@code provider/@uuid#namespace/bucket/}. AIStore {@code cmn/bck.go: MakeUname}. */
  private static String uname(Bucket bucket) {
    Namespace namespace = bucket.namespace();
    return bucket.provider().canonical()
        + "/@"
        + namespace.uuid()
        + "#"
        + namespace.name()
        + "/"
        + bucket.name()
        + "/";
  }

  private static String head(SpecOptions options) {
    StringBuilder head = new StringBuilder("{");
    options
        .format()
        .ifPresent(format -> head.append("\"mime\":\"").append(format.suffix()).append("\","));
    options.continueOnError().ifPresent(on -> head.append("\"coer\":").append(on).append(','));
    options.objectNameOnly().ifPresent(on -> head.append("\"onob\":").append(on).append(','));
    options.streaming().ifPresent(on -> head.append("\"strm\":").append(on).append(','));
    options.colocation().ifPresent(level -> head.append("\"coloc\":").append(level).append(','));
    return head.append("\"in\":[\n").toString();
  }
}
