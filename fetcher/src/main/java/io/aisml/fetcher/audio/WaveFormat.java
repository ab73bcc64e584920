package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * The {@code fmt } chunk of a WAV. Little-endian samples; those of 8 bits are unsigned. Microsoft
 * {@code mmreg.h: WAVEFORMATEX, WAVEFORMATEXTENSIBLE}; RF64 is EBU Tech 3306.
 *
 * @param bits of a sample, as the file says
 * @param channelMask of WAVE_FORMAT_EXTENSIBLE, which the clip then is too
 */
public record WaveFormat(
    Encoding encoding, int channels, int rate, int frameBytes, int bits, OptionalInt channelMask)
    implements SampleFormat {
  static final int EXTENSIBLE = 0xfffe;

  private static final int PCM_FMT_BYTES = 16;
  private static final int OTHER_FMT_BYTES = 18;
  private static final int EXTENSIBLE_FMT_BYTES = 40;
  private static final int EXTENSION_BYTES = 22;
  private static final int DS64_BYTES = 28;
  private static final int CHUNK_HEAD = 8;
  private static final long MAX_RIFF = 0xffff_ffffL;

  // A GUID that stands for a format tag, as two little-endian numbers; the tag is the lowest part
  // of the first. mmreg.h: DEFINE_WAVEFORMATEX_GUID
  static final long GUID_START = 0x0010_0000_0000_0000L;
  static final long GUID_END = 0x719b_3800_aa00_0080L;

  /** Codings whose frames all have the same number of bytes. */
  public enum Encoding {
    PCM(1),
    FLOAT(3),
    A_LAW(6),
    MU_LAW(7);

    private final int tag;

    Encoding(int tag) {
      this.tag = tag;
    }

    int tag() {
      return tag;
    }

    boolean has(int sampleBytes) {
      return switch (this) {
        case PCM -> sampleBytes >= 1 && sampleBytes <= 4;
        case FLOAT -> sampleBytes == 4 || sampleBytes == 8;
        case A_LAW, MU_LAW -> sampleBytes == 1;
      };
    }
  }

  /** Signed samples of 16 bits. */
  static WaveFormat pcm16(int rate, int channels) {
    return new WaveFormat(Encoding.PCM, channels, rate, 2 * channels, 16, OptionalInt.empty());
  }

  @Override
  public String suffix() {
    return ".wav";
  }

  /** A RIFF, or an RF64 when that can't tell so large a size. */
  @Override
  public byte[] header(long frames) {
    int fmt = fmtBytes();
    int fact = encoding == Encoding.PCM ? 0 : CHUNK_HEAD + 4;
    long data = frames * frameBytes;
    long riff = 4 + CHUNK_HEAD + fmt + fact + CHUNK_HEAD + data + (data & 1);
    boolean large = riff > MAX_RIFF;
    int ds64 = large ? CHUNK_HEAD + DS64_BYTES : 0;
    ByteBuffer out =
        ByteBuffer.allocate(12 + ds64 + CHUNK_HEAD + fmt + fact + CHUNK_HEAD)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii(large ? "RF64" : "RIFF")).putInt((int) (large ? MAX_RIFF : riff));
    out.put(ascii("WAVE"));
    if (large) {
      out.put(ascii("ds64")).putInt(DS64_BYTES);
      out.putLong(riff + ds64).putLong(data).putLong(frames).putInt(0);
    }
    putFmt(out, fmt);
    if (fact > 0) {
      out.put(ascii("fact")).putInt(4).putInt((int) Math.min(frames, MAX_RIFF));
    }
    out.put(ascii("data")).putInt((int) (large ? MAX_RIFF : data));
    return out.array();
  }

  private void putFmt(ByteBuffer out, int length) {
    out.put(ascii("fmt ")).putInt(length);
    out.putShort((short) (channelMask.isPresent() ? EXTENSIBLE : encoding.tag));
    out.putShort((short) channels).putInt(rate);
    out.putInt((int) Math.min(MAX_RIFF, (long) rate * frameBytes));
    out.putShort((short) frameBytes).putShort((short) containerBits());
    if (channelMask.isPresent()) {
      out.putShort((short) EXTENSION_BYTES).putShort((short) bits).putInt(channelMask.getAsInt());
      out.putLong(GUID_START | encoding.tag).putLong(GUID_END);
    } else if (length > PCM_FMT_BYTES) {
      out.putShort((short) 0);
    }
  }

  /** Only an extensible format tells both how many bits a sample has and how many it takes. */
  private int containerBits() {
    return channelMask.isPresent() ? 8 * (frameBytes / channels) : bits;
  }

  private int fmtBytes() {
    if (channelMask.isPresent()) {
      return EXTENSIBLE_FMT_BYTES;
    }
    return encoding == Encoding.PCM ? PCM_FMT_BYTES : OTHER_FMT_BYTES;
  }

  private static byte[] ascii(String id) {
    return id.getBytes(US_ASCII);
  }
}
