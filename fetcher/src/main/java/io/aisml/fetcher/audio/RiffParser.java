package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aisml.fetcher.audio.AudioHeader.Incomplete;
import io.aisml.fetcher.audio.AudioHeader.Unclippable;
import io.aisml.fetcher.audio.WaveFormat.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a RIFF, RF64 or BW64 WAV up to its data. Where writers leave the size of the
 * data open (0, or the largest number: a stream's), the data is what follows, as it is for
 * libsndfile ({@code src/wav.c}). Immutable.
 *
 * @param format from the {@code fmt } chunk; null before that
 * @param dataBytes from the {@code ds64} chunk; empty before that
 */
record RiffParser(@Nullable AudioHeader format, OptionalLong dataBytes) {
  private static final int FIRST_CHUNK = 12;
  private static final int DS64_BYTES = 24;
  private static final int FMT_BYTES = 16;
  private static final int FMT_EXTENSIBLE_BYTES = 40;

  private static final long OPEN = 0xffff_ffffL;

  private static final Map<Integer, String> CODINGS =
      Map.of(
          0x0002, "MS ADPCM",
          0x0011, "IMA ADPCM",
          0x0031, "GSM 6.10",
          0x0040, "G.721 ADPCM",
          0x0050, "MPEG layer I or II",
          0x0055, "MP3");

  static boolean recognises(byte[] head) {
    if (head.length < FIRST_CHUNK) {
      return false;
    }
    String form = new String(head, 0, FIRST_CHUNK, ISO_8859_1);
    return form.endsWith("WAVE") && form.matches("(?s)(RIFF|RIFX|RF64|BW64).*");
  }

  static AudioHeader start(byte[] head) {
    if (head[3] == 'X') {
      return new Unclippable("a big-endian WAV (RIFX)");
    }
    RiffParser nothing = new RiffParser(null, OptionalLong.empty());
    return nothing.parse(head, 0, FIRST_CHUNK);
  }

  private AudioHeader parse(byte[] bytes, long base, long at) {
    ChunkCursor chunk = new ChunkCursor(bytes, ByteOrder.LITTLE_ENDIAN, base, at);
    RiffParser read = this;
    while (chunk.readHead()) {
      if (chunk.id().equals("data")) {
        return read.layout(chunk);
      }
      int needed = needed(chunk);
      if (!chunk.hasBody(needed)) {
        break;
      }
      if (needed > 0) {
        read = read.with(chunk, needed);
      }
      chunk.skip();
    }
    if (chunk.position() == base || bytes.length == 0) {
      return new Unclippable("a WAV without data");
    }
    RiffParser soFar = read;
    long next = chunk.position();
    return new Incomplete(next, more -> soFar.parse(more, next, next));
  }

  /** How much of the body has to be seen; 0 for a chunk that does not matter. */
  private static int needed(ChunkCursor chunk) {
    return switch (chunk.id()) {
      case "fmt " -> (int) Math.min(FMT_EXTENSIBLE_BYTES, chunk.size());
      case "ds64" -> (int) Math.min(DS64_BYTES, chunk.size());
      default -> 0;
    };
  }

  private RiffParser with(ChunkCursor chunk, int length) {
    ByteBuffer body = chunk.body(length);
    if (chunk.id().equals("fmt ")) {
      return new RiffParser(format(body), dataBytes);
    }
    // The RIFF's size comes first.
    long data = length < DS64_BYTES ? 0 : body.getLong(Long.BYTES);
    return new RiffParser(format, data > 0 ? OptionalLong.of(data) : OptionalLong.empty());
  }

  private AudioHeader layout(ChunkCursor data) {
    if (format == null) {
      return new Unclippable("a WAV without a format");
    }
    if (!(format instanceof PcmLayout known)) {
      return format;
    }
    OptionalLong size = data.size() == 0 ? OptionalLong.empty() : OptionalLong.of(data.size());
    return new PcmLayout(
        known.format(), data.bodyPosition(), data.size() == OPEN ? dataBytes : size);
  }

  /** A layout of no data yet, or why there can be none. */
  private static AudioHeader format(ByteBuffer body) {
    if (body.limit() < FMT_BYTES) {
      return new Unclippable("a WAV with a broken format");
    }
    int tag = body.getShort() & 0xffff;
    int channels = body.getShort() & 0xffff;
    int rate = body.getInt();
    body.getInt(); // bytes a second: follows from the others, and is often wrong
    int frameBytes = body.getShort() & 0xffff;
    int bits = body.getShort() & 0xffff;
    OptionalInt channelMask = OptionalInt.empty();
    if (tag == WaveFormat.EXTENSIBLE) {
      if (body.limit() < FMT_EXTENSIBLE_BYTES) {
        return new Unclippable("a WAV with a broken format");
      }
      body.getShort();
      bits = body.getShort() & 0xffff;
      channelMask = OptionalInt.of(body.getInt());
      long guid = body.getLong();
      boolean isTag = (guid & ~0xffffL) == WaveFormat.GUID_START;
      if (!isTag || body.getLong() != WaveFormat.GUID_END) {
        return new Unclippable("a WAV with a coding of its own");
      }
      tag = (int) guid & 0xffff;
    }
    for (Encoding encoding : Encoding.values()) {
      if (encoding.tag() == tag) {
        return layout(encoding, channels, rate, frameBytes, bits, channelMask);
      }
    }
    return new Unclippable(
        "a WAV with " + CODINGS.getOrDefault(tag, "the coding 0x%04x".formatted(tag)));
  }

  private static AudioHeader layout(
      Encoding encoding, int channels, int rate, int frameBytes, int bits, OptionalInt mask) {
    boolean isWhole = channels > 0 && frameBytes % channels == 0;
    if (!isWhole || rate <= 0 || !encoding.has(frameBytes / channels)) {
      return new Unclippable(
          "a WAV with a broken format (%d Hz, %d channels, frames of %d bytes)"
              .formatted(Integer.toUnsignedLong(rate), channels, frameBytes));
    }
    int sampleBits = 8 * (frameBytes / channels);
    // Python's wave refuses the extensible format before 3.12; mono and stereo do not need it.
    boolean isPlain = encoding == Encoding.PCM && channels <= 2 && bits == sampleBits;
    WaveFormat format =
        new WaveFormat(
            encoding,
            channels,
            rate,
            frameBytes,
            bits == 0 ? sampleBits : bits,
            isPlain ? OptionalInt.empty() : mask);
    return new PcmLayout(format, 0, OptionalLong.empty());
  }
}
