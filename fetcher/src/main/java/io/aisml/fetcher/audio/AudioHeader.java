package io.aisml.fetcher.audio;

/** What the first bytes of an audio file tell. */
public sealed interface AudioHeader
    permits PcmLayout, AudioHeader.Unclippable, AudioHeader.Unrecognised, AudioHeader.Incomplete {
  /**
   * How many bytes to look at. Almost every header is shorter, and what a file has more of is cheap
   * to ask for: {@link Incomplete}.
   */
  int PROBE_BYTES = 4096;

  /**
   * Looks at the first bytes of a file.
   *
   * @param head {@link #PROBE_BYTES} of them, or the whole file when it is shorter
   */
  static AudioHeader of(byte[] head) {
    if (RiffParser.recognises(head)) {
      return RiffParser.start(head);
    }
    if (AiffParser.recognises(head)) {
      return AiffParser.start(head);
    }
    return EncodedAudio.recognise(head);
  }

  /**
   * The file's frames do not all have the same size, or none can be told: seconds of it can only be
   * had by decoding it.
   *
   * @param format what the file is, for messages: {@code FLAC}, {@code a WAV with IMA ADPCM}
   */
  record Unclippable(String format) implements AudioHeader {}

  /** The bytes are those of no audio format known here; samples without any header look so. */
  record Unrecognised() implements AudioHeader {}

  /** The samples do not begin in the bytes seen so far. */
  interface Continuation {
    AudioHeader resume(byte[] bytes);
  }

  /**
   * The samples begin behind the bytes seen so far.
   *
   * @param offset where to look next, bytes from the beginning of the file
   */
  record Incomplete(long offset, Continuation rest) implements AudioHeader {
    /**
     * Goes on.
     *
     * @param bytes {@link #PROBE_BYTES} from {@link #offset} on; fewer, or none, at the file's end
     */
    public AudioHeader resume(byte[] bytes) {
      return rest.resume(bytes);
    }
  }
}
