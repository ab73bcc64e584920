package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aisml.fetcher.audio.AudioHeader.Unclippable;
import io.aisml.fetcher.audio.AudioHeader.Unrecognised;

/** Recognises what can't be clipped, so that messages can name it. */
final class EncodedAudio {
  private static final int FTYP_AT = 4;
  private static final int OGG_CODEC_AT = 28;

  private EncodedAudio() {}

  static AudioHeader recognise(byte[] head) {
    String text = new String(head, 0, Math.min(head.length, 64), ISO_8859_1);
    if (text.startsWith("OggS")) {
      return new Unclippable(ogg(text));
    }
    if (text.startsWith("fLaC")) {
      return new Unclippable("FLAC");
    }
    if (text.startsWith("ID3") || isMpegFrame(head)) {
      return new Unclippable("MP3");
    }
    if (text.startsWith("ftyp", FTYP_AT)) {
      return new Unclippable("MP4");
    }
    if (text.startsWith("NIST_1A")) {
      return new Unclippable("SPHERE");
    }
    if (text.startsWith(".snd")) {
      return new Unclippable("AU");
    }
    if (text.startsWith("caff")) {
      return new Unclippable("CAF");
    }
    if (text.startsWith("riff")) {
      return new Unclippable("Wave64");
    }
    if (text.startsWith("wvpk")) {
      return new Unclippable("WavPack");
    }
    if (text.startsWith("#!AMR")) {
      return new Unclippable("AMR");
    }
    if (text.startsWith("\u001aE\u00df\u00a3")) {
      return new Unclippable("Matroska");
    }
    return new Unrecognised();
  }

  private static String ogg(String text) {
    if (text.startsWith("OpusHead", OGG_CODEC_AT)) {
      return "Opus";
    }
    return text.startsWith("\u0001vorbis", OGG_CODEC_AT) ? "Vorbis" : "Ogg";
  }

  /** A header of MPEG-1, 2 or 2.5, layer III, without a value that does not exist: ISO 11172-3. */
  private static boolean isMpegFrame(byte[] head) {
    return head.length >= 4
        && (head[0] & 0xff) == 0xff
        && (head[1] & 0xe6) == 0xe2
        && (head[1] & 0x18) != 0x08
        && (head[2] & 0xf0) != 0xf0
        && (head[2] & 0x0c) != 0x0c;
  }
}
