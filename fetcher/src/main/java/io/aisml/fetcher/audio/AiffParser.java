package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aisml.fetcher.audio.AudioHeader.Incomplete;
import io.aisml.fetcher.audio.AudioHeader.Unclippable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of an AIFF or AIFF-C. Its two chunks may come in either order. Immutable.
 *
 * @param format from the {@code COMM} chunk; null before that
 * @param frames as the {@code COMM} chunk says
 * @param data from the {@code SSND} chunk; null before that
 */
record AiffParser(
    boolean compressed, @Nullable AudioHeader format, long frames, @Nullable Data data) {
  private static final int FIRST_CHUNK = 12;
  private static final int COMM_BYTES = 18;
  private static final int COMM_COMPRESSED_BYTES = 22;
  private static final int SSND_BYTES = 8;

  private static final Set<String> INTEGERS = Set.of("NONE", "none", "twos", "sowt");
  private static final Set<String> FLOATS = Set.of("fl32", "FL32");
  private static final Set<String> DOUBLES = Set.of("fl64", "FL64");
  private static final Set<String> LOGARITHMIC = Set.of("alaw", "ALAW", "ulaw", "ULAW");

  /** Where the {@code SSND} chunk has the samples. */
  private record Data(long start, long bytes) {}

  static boolean recognises(byte[] head) {
    if (head.length < FIRST_CHUNK) {
      return false;
    }
    String form = new String(head, 0, FIRST_CHUNK, ISO_8859_1);
    return form.startsWith("FORM") && (form.endsWith("AIFF") || form.endsWith("AIFC"));
  }

  static AudioHeader start(byte[] head) {
    return new AiffParser(head[FIRST_CHUNK - 1] == 'C', null, 0, null).parse(head, 0, FIRST_CHUNK);
  }

  private AudioHeader parse(byte[] bytes, long base, long at) {
    ChunkCursor chunk = new ChunkCursor(bytes, ByteOrder.BIG_ENDIAN, base, at);
    AiffParser read = this;
    while (chunk.readHead()) {
      int needed = needed(chunk);
      if (!chunk.hasBody(needed)) {
        break;
      }
      read = read.with(chunk, needed);
      if (read.format != null && read.data != null) {
        return read.layout(read.format, read.data);
      }
      chunk.skip();
    }
    if (chunk.position() == base || bytes.length == 0) {
      return new Unclippable("an AIFF without data");
    }
    AiffParser soFar = read;
    long next = chunk.position();
    return new Incomplete(next, more -> soFar.parse(more, next, next));
  }

  /** How much of the body has to be seen; 0 for a chunk that does not matter. */
  private static int needed(ChunkCursor chunk) {
    return switch (chunk.id()) {
      case "COMM" -> (int) Math.min(COMM_COMPRESSED_BYTES, chunk.size());
      case "SSND" -> (int) Math.min(SSND_BYTES, chunk.size());
      default -> 0;
    };
  }

  private AiffParser with(ChunkCursor chunk, int length) {
    if (chunk.id().equals("COMM")) {
      ByteBuffer body = chunk.body(length);
      long count = length < COMM_BYTES ? 0 : Integer.toUnsignedLong(body.getInt(2));
      return new AiffParser(compressed, format(body), count, data);
    }
    if (chunk.id().equals("SSND") && length == SSND_BYTES) {
      long offset = Integer.toUnsignedLong(chunk.body(length).getInt());
      long size = Math.max(0, chunk.size() - SSND_BYTES - offset);
      Data found = new Data(chunk.bodyPosition() + SSND_BYTES + offset, size);
      return new AiffParser(compressed, format, frames, found);
    }
    return this;
  }

  private AudioHeader layout(AudioHeader format, Data data) {
    if (!(format instanceof PcmLayout known)) {
      return format;
    }
    long size = data.bytes > 0 ? data.bytes : frames * known.format().frameBytes();
    return new PcmLayout(known.format(), data.start, OptionalLong.of(size));
  }

  /** A layout of no data yet, or why there can be none. */
  private AudioHeader format(ByteBuffer body) {
    if (body.limit() < (compressed ? COMM_COMPRESSED_BYTES : COMM_BYTES)) {
      return new Unclippable("an AIFF with a broken format");
    }
    int channels = body.getShort() & 0xffff;
    body.getInt(); // frames
    int bits = body.getShort() & 0xffff;
    int rate = AiffFormat.extended(body);
    String compression = "";
    if (compressed) {
      byte[] id = new byte[4];
      body.get(id);
      compression = new String(id, ISO_8859_1);
    }
    int sampleBytes = sampleBytes(compression, bits);
    if (sampleBytes == 0) {
      return new Unclippable("an AIFF-C with the compression '" + compression + "'");
    }
    if (channels == 0 || rate <= 0 || sampleBytes < 0) {
      return new Unclippable(
          "an AIFF with a broken format (%d Hz, %d channels, %d bits)"
              .formatted(rate, channels, bits));
    }
    AiffFormat format = new AiffFormat(compression, channels, rate, channels * sampleBytes, bits);
    return new PcmLayout(format, 0, OptionalLong.empty());
  }

  /** 0 for compressions whose samples have no size of their own, -1 for a size that none has. */
  private static int sampleBytes(String compression, int bits) {
    if (compression.isEmpty() || INTEGERS.contains(compression)) {
      return bits >= 1 && bits <= 32 ? (bits + 7) / 8 : -1;
    }
    if (FLOATS.contains(compression)) {
      return 4;
    }
    if (DOUBLES.contains(compression)) {
      return 8;
    }
    return LOGARITHMIC.contains(compression) ? 1 : 0;
  }
}
