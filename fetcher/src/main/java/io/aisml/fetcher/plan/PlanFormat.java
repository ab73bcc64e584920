package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Plan} as bytes: its columns one behind the other, big-endian, each behind its length;
 * texts in UTF-8. Without a number of its own: whoever keeps plans keeps the number of the format,
 * and raises it when this class writes something else.
 */
public final class PlanFormat {
  /** Behind all columns, so that a reader that took a wrong turn ends with an error. */
  private static final int END = 0x706c616e;

  private PlanFormat() {}

  /** Writes a plan; the same plan gives the same bytes. */
  public static void write(Plan plan, OutputStream out) throws IOException {
    ColumnWriter columns = new ColumnWriter(out);
    write(plan.files(), columns);
    columns.number(plan.generatedCount());
    write(plan.dentries(), columns);
    write(plan.batches(), columns);
    columns.number(plan.leftOut().size());
    for (LeftOut left : plan.leftOut()) {
      columns.text(left.where());
      columns.text(left.name());
      columns.text(left.cause());
    }
    columns.number(plan.leftOutCount());
    columns.number(END);
    columns.flush();
  }

  /**
   * Reads a plan. May read further than its end.
   *
   * @throws IOException when it is none of this format, or is cut off
   */
  public static Plan read(InputStream in) throws IOException {
    ColumnReader columns = new ColumnReader(in);
    Files files = files(columns);
    int generatedCount = columns.number();
    Dentries dentries = dentries(files.text(), columns);
    Batches batches = batches(columns);
    List<LeftOut> leftOut = new ArrayList<>();
    for (int rest = columns.length(); rest > 0; rest--) {
      leftOut.add(new LeftOut(columns.text(), columns.text(), columns.text()));
    }
    long leftOutCount = columns.longNumber();
    if (columns.number() != END) {
      throw new IOException("not a plan");
    }
    return new Plan(files, generatedCount, dentries, batches, leftOut, leftOutCount);
  }

  /** Whether two plans are written the same. */
  public static boolean areSame(Plan one, Plan other) {
    return MessageDigest.isEqual(digest(one), digest(other));
  }

  private static byte[] digest(Plan plan) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      write(plan, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return digest.digest();
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException(e); // each Java has it, and nothing is written anywhere
    }
  }

  private static void write(Files files, ColumnWriter columns) throws IOException {
    files.text().write(columns);
    columns.number(files.buckets().size());
    for (Bucket bucket : files.buckets()) {
      columns.text(bucket.provider().canonical());
      columns.text(bucket.namespace().uuid());
      columns.text(bucket.namespace().name());
      columns.text(bucket.name());
    }
    columns.ints(files.object());
    columns.ints(files.bucket());
    columns.ints(files.archpath());
    columns.longs(files.start());
    columns.longs(files.length());
    columns.longs(files.size());
    columns.ints(files.links());
    write(files.clips(), columns);
  }

  private static Files files(ColumnReader columns) throws IOException {
    TextStore text = TextStore.read(columns);
    List<Bucket> buckets = new ArrayList<>();
    for (int rest = columns.length(); rest > 0; rest--) {
      String provider = columns.text();
      Namespace namespace = new Namespace(columns.text(), columns.text());
      buckets.add(
          new Bucket(
              Provider.parse(provider)
                  .orElseThrow(() -> new IOException("no provider is named " + provider)),
              namespace,
              columns.text()));
    }
    return new Files(
        text,
        List.copyOf(buckets),
        columns.ints(),
        columns.ints(),
        columns.ints(),
        columns.longs(),
        columns.longs(),
        columns.longs(),
        columns.ints(),
        clips(columns));
  }

  private static void write(Clips clips, ColumnWriter columns) throws IOException {
    columns.number(clips.count());
    columns.doubles(clips.offset());
    columns.doubles(clips.duration());
    columns.ints(clips.rate());
    columns.ints(clips.recording());
    columns.ints(clips.group());
    columns.ints(clips.firstInGroup());
    columns.ints(clips.inGroups());
  }

  private static Clips clips(ColumnReader columns) throws IOException {
    return new Clips(
        columns.number(),
        columns.doubles(),
        columns.doubles(),
        columns.ints(),
        columns.ints(),
        columns.ints(),
        columns.ints(),
        columns.ints());
  }

  /** The text is that of the files. */
  private static void write(Dentries dentries, ColumnWriter columns) throws IOException {
    columns.ints(dentries.first());
    columns.ints(dentries.parent());
    columns.ints(dentries.name());
    columns.bytes(dentries.nameLength());
    columns.ints(dentries.target());
    columns.ints(dentries.slots());
  }

  private static Dentries dentries(TextStore text, ColumnReader columns) throws IOException {
    return new Dentries(
        text,
        columns.ints(),
        columns.ints(),
        columns.ints(),
        columns.bytes(),
        columns.ints(),
        columns.ints());
  }

  private static void write(Batches batches, ColumnWriter columns) throws IOException {
    columns.number(batches.directories().size());
    for (String directory : batches.directories()) {
      columns.text(directory);
    }
    columns.ints(batches.first());
    columns.ints(batches.files());
    columns.ints(batches.firstBatch());
    columns.longs(batches.again());
  }

  private static Batches batches(ColumnReader columns) throws IOException {
    List<String> directories = new ArrayList<>();
    for (int rest = columns.length(); rest > 0; rest--) {
      directories.add(columns.text());
    }
    return new Batches(
        List.copyOf(directories), columns.ints(), columns.ints(), columns.ints(), columns.longs());
  }
}
