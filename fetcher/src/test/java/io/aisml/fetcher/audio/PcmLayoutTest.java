package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.audio.AudioHeader.Unclippable;
import io.aisml.fetcher.audio.AudioHeader.Unrecognised;
import io.aisml.fetcher.spec.ByteRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcmLayoutTest {
  private static final WaveFormat MONO = WaveFormat.pcm16(16_000, 1);

  @Test
  void clipsAWav() {
    PcmLayout layout = layout(wav(32_000));

    Clip clip = layout.clip(new AudioWindow(0.5, OptionalDouble.of(0.25)));

    assertThat(layout).isEqualTo(new PcmLayout(MONO, 44, OptionalLong.of(32_000)));
    assertThat(clip).isEqualTo(new Clip(MONO, 44 + 16_000, 4_000));
    assertThat(clip.range()).hasValue(new ByteRange(44 + 16_000, 8_000));
    assertThat(clip.size()).isEqualTo(44 + 8_000);
  }

  @Test
  void clipsWhatThereIs() {
    PcmLayout second = layout(wav(32_000));

    assertThat(second.clip(window(0.75, 1)).frames()).isEqualTo(4_000);
    assertThat(second.clip(window(1, 1)).range()).isEmpty();
    assertThat(second.clip(window(5, 1)).range()).isEmpty();
    assertThat(second.clip(window(-1, 1)).start()).isEqualTo(44);
    assertThat(second.clip(AudioWindow.WHOLE).length()).isEqualTo(32_000);
    assertThat(second.clip(window(0, 0)).size()).isEqualTo(44);
  }

  @Test
  void anUnfinishedFrameIsNone() {
    assertThat(layout(wav(32_001)).clip(AudioWindow.WHOLE).length()).isEqualTo(32_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0xffff_ffffL})
  void aStreamsHeaderLeavesItsSizeOpen(long claimed) {
    PcmLayout layout = layout(wav(claimed));

    assertThat(layout.needsFileSize()).isTrue();
    assertThatThrownBy(() -> layout.clip(AudioWindow.WHOLE))
        .isInstanceOf(IllegalStateException.class);
    assertThat(layout.in(44 + 100).frames()).isEqualTo(50);
    assertThat(layout.in(44).frames()).isZero();
    assertThat(layout.in(20).frames()).isZero();
  }

  @Test
  void dataThatIsNotThereIsNot() {
    assertThat(layout(wav(0x7fff_ffdbL)).needsFileSize()).isTrue();
    assertThat(layout(wav(32_000)).needsFileSize()).isFalse();
    assertThat(layout(wav(32_000)).in(44 + 20_000).frames()).isEqualTo(10_000);
    assertThat(layout(wav(32_000)).in(99_999).frames()).isEqualTo(16_000);
  }

  @Test
  void clipsOfMoreThan4GibAreRf64() {
    Clip clip = new Clip(MONO, 0, 3L << 30);

    byte[] header = clip.header();

    assertThat(new String(header, 0, 4, ISO_8859_1)).isEqualTo("RF64");
    assertThat(clip.size()).isEqualTo(header.length + (6L << 30));
    assertThat(layout(header))
        .isEqualTo(new PcmLayout(MONO, header.length, OptionalLong.of(6L << 30)));
  }

  @Test
  void samplesWithoutHeaderBecomeAWav() {
    PcmLayout raw = PcmLayout.raw(8_000, 2, 32_003);

    Clip clip = raw.clip(window(0.5, 0.5));

    assertThat(clip.range()).hasValue(new ByteRange(16_000, 16_000));
    assertThat(clip.format().suffix()).isEqualTo(".wav");
    assertThat(layout(clip.header()).format()).isEqualTo(WaveFormat.pcm16(8_000, 2));
  }

  @Test
  void dataFarBehindIsFoundByAskingAgain() {
    byte[] file = withJunk(150_001, wav(1_000));

    AudioHeader first = AudioHeader.of(Arrays.copyOf(file, AudioHeader.PROBE_BYTES));

    assertThat(first).isInstanceOf(AudioHeader.Incomplete.class);
    AudioHeader.Incomplete more = (AudioHeader.Incomplete) first;
    assertThat(more.offset()).isEqualTo(12 + 8 + 150_002);
    int from = (int) more.offset();
    assertThat(more.resume(Arrays.copyOfRange(file, from, from + 32)))
        .isEqualTo(new PcmLayout(MONO, from + 32, OptionalLong.of(1_000)));
    assertThat(more.resume(new byte[0])).isEqualTo(new Unclippable("a WAV without data"));
    assertThat(more.resume(new byte[7])).isEqualTo(new Unclippable("a WAV without data"));
  }

  @ParameterizedTest
  @CsvSource({
    "fLaC...., FLAC",
    "ID3....., MP3",
    "....ftypM4A, MP4",
    "NIST_1A, SPHERE",
    ".snd, AU",
    "wvpk, WavPack",
    "#!AMR, AMR",
    "OggS........................OpusHead, Opus",
    "OggS........................\u0001vorbis, Vorbis",
    "OggS........................Speex, Ogg",
    "\u00ff\u00fb\u0090d, MP3",
    "RIFX....WAVE, a big-endian WAV (RIFX)"
  })
  void namesWhatItCannotClip(String head, String format) {
    assertThat(AudioHeader.of(head.getBytes(ISO_8859_1))).isEqualTo(new Unclippable(format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "R", "RIFF....AVI ", "text", "\u00ff\u00ff\u00ff\u00ff"})
  void doesNotRecogniseWhatItDoesNotKnow(String head) {
    assertThat(AudioHeader.of(head.getBytes(ISO_8859_1))).isEqualTo(new Unrecognised());
  }

  @ParameterizedTest
  @CsvSource({
    "0x0011, 1, 16000, 512, a WAV with IMA ADPCM",
    "0x1234, 1, 16000, 2, a WAV with the coding 0x1234",
    "1, 0, 16000, 2, 'a WAV with a broken format (16000 Hz, 0 channels, frames of 2 bytes)'",
    "1, 2, 16000, 3, 'a WAV with a broken format (16000 Hz, 2 channels, frames of 3 bytes)'",
    "1, 1, 0, 2, 'a WAV with a broken format (0 Hz, 1 channels, frames of 2 bytes)'",
    "1, 1, 16000, 8, 'a WAV with a broken format (16000 Hz, 1 channels, frames of 8 bytes)'",
    "3, 1, 16000, 2, 'a WAV with a broken format (16000 Hz, 1 channels, frames of 2 bytes)'"
  })
  void saysWhyAWavCannotBeClipped(
      String tag, int channels, int rate, int frameBytes, String format) {
    ByteBuffer wav = ByteBuffer.wrap(wav(1_000)).order(ByteOrder.LITTLE_ENDIAN);
    wav.putShort(20, Integer.decode(tag).shortValue()).putShort(22, (short) channels);
    wav.putInt(24, rate).putShort(32, (short) frameBytes);

    assertThat(AudioHeader.of(wav.array())).isEqualTo(new Unclippable(format));
  }

  private static byte[] wav(long claimed) {
    byte[] header = MONO.header(0);
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(40, (int) claimed);
    return header;
  }

  private static byte[] withJunk(int size, byte[] wav) {
    ByteBuffer file = ByteBuffer.allocate(wav.length + 8 + size + size % 2);
    file.order(ByteOrder.LITTLE_ENDIAN).put(wav, 0, 12).put("JUNK".getBytes(ISO_8859_1));
    file.putInt(size).position(file.position() + size + size % 2);
    return file.put(wav, 12, wav.length - 12).array();
  }

  private static PcmLayout layout(byte[] head) {
    return (PcmLayout) AudioHeader.of(head);
  }

  private static AudioWindow window(double offset, double duration) {
    return new AudioWindow(offset, OptionalDouble.of(duration));
  }
}
