package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A large spec is read as a stream: what was visited is let go. */
@Tag("slow")
class SpecReaderScaleTest {
  @Test
  void readsAMillionEntriesOfJsonAndHoldsNone() throws IOException {
    Counting visitor = new Counting(1_000_000);

    new SpecReader(SpecDefaults.NONE)
        .read(
            "big.json",
            spec(
                "{\"in\":[",
                "],\"strm\":true}",
                1_000_000,
                i ->
                    (i == 0 ? "" : ",\n")
                        + "{\"objname\":\"clips/"
                        + i
                        + ".wav\",\"bucket\":\"speech\",\"provider\":\"s3\"}"),
            visitor);

    visitor.assertComplete();
  }

  /** 5 MB, more than the YAML engine takes unless told. */
  @Test
  void readsAHundredThousandEntriesOfYamlAndHoldsNone() throws IOException {
    Counting visitor = new Counting(100_000);

    new SpecReader(SpecDefaults.NONE)
        .read(
            "big.yaml",
            spec(
                "in:\n",
                "strm: true\n",
                100_000,
                i -> "- objname: clips/" + i + ".wav\n  bucket: speech\n  provider: s3\n"),
            visitor);

    visitor.assertComplete();
  }

  /** A spec that is made while it is read, so that nothing but the reader could hold it. */
  private static InputStream spec(
      String head, String tail, long count, LongFunction<String> entry) {
    return new InputStream() {
      private byte[] piece = head.getBytes(StandardCharsets.UTF_8);
      private int at;
      private long made;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
      }

      @Override
      public int read(byte[] to, int offset, int length) {
        int done = 0;
        while (done < length && (at < piece.length || nextPiece())) {
          int some = Math.min(length - done, piece.length - at);
          System.arraycopy(piece, at, to, offset + done, some);
          at += some;
          done += some;
        }
        return done == 0 ? -1 : done;
      }

      private boolean nextPiece() {
        if (made > count) {
          return false;
        }
        piece = (made < count ? entry.apply(made) : tail).getBytes(StandardCharsets.UTF_8);
        at = 0;
        made++;
        return true;
      }
    };
  }

  /** Counts, and looks at the last entry whether the earlier ones can be collected. */
  private static final class Counting implements EntryVisitor {
    private final int expected;
    private final List<WeakReference<Entry>> early = new ArrayList<>();
    private @Nullable Bucket bucket;
    private int count;
    private int otherBuckets;
    private long held = -1;

    Counting(int expected) {
      this.expected = expected;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // that it is the same instance is what is tested
    public void visit(Entry entry, String opaque, SourceLine where) {
      if (count == 0) {
        bucket = entry.object().bucket();
      }
      otherBuckets += entry.object().bucket() == bucket ? 0 : 1;
      if (count < 1000) {
        early.add(new WeakReference<>(entry));
      }
      count++;
      if (count == expected) {
        System.gc();
        held = early.stream().filter(reference -> reference.get() != null).count();
      }
    }

    void assertComplete() {
      assertThat(count).isEqualTo(expected);
      assertThat(held).isZero();
      assertThat(otherBuckets).isZero();
    }
  }
}
