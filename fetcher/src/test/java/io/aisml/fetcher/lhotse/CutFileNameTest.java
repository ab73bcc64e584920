package io.aisml.fetcher.lhotse;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.plan.Plans;
import io.aisml.fetcher.spec.Entry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutFileNameTest {
  @ParameterizedTest
  @CsvSource({
    "0, fleet-radio, '', train/0003.wav, 00000_fleet-radio.wav",
    "1, roomB, .s2, mic2.wav, 00001_roomB.s2.wav",
    "2, mix, .t0.s1, kitchen.FLAC, 00002_mix.t0.s1.FLAC",
    "3, pod, .target_audio, clean.flac, 00003_pod.target_audio.flac",
    "123456, x, '', o.wav, 123456_x.wav",
    "4, parliament/2019 12/turn:0007, '', o.wav, 00004_parliament%2F2019 12%2Fturn:0007.wav",
    "4, 'сесія', '', o.wav, 00004_сесія.wav",
    "5, 100%, '', o.wav, 00005_100%25.wav",
    "6, .hidden.id, '', o.wav, 00006_%2Ehidden.id.wav",
    "7, x, ./odd key%, o.wav, 00007_x.%2Fodd key%25.wav",
    "8, back\\slash, '', o.wav, 00008_back%5Cslash.wav",
    "8, x, '', no-extension, 00008_x",
    "8, x, '', dir.wav/no-extension, 00008_x",
    "8, x, '', .wav, 00008_x",
    "8, x, '', dir/.wav, 00008_x",
    "8, x, '', ends., 00008_x",
    "8, x, '', 1.5 hours, 00008_x",
    "8, x, '', a.tar.gz, 00008_x.gz"
  })
  void isOrdinalIdRoleAndExtension(
      long ordinal, String id, String role, String object, String expected) {
    assertThat(CutFileName.of(CutNaming.ID, ordinal, id, member(role, Plans.object(object))))
        .isEqualTo(expected);
  }

  @Test
  void takesTheExtensionOfTheArchivedMember() {
    CutMember member = member("", Plans.member("shard.tar", "clips/7.opus"));
    assertThat(CutFileName.of(CutNaming.ID, 0, "x", member)).isEqualTo("00000_x.opus");
  }

  @ParameterizedTest
  @CsvSource({
    "ORDINAL, 7, .t0.s1, train/0003.wav, 00007.t0.s1.wav",
    "ORDINAL, 123456, '', o, 123456",
    "SOURCE, 7, .t0.s1, train/0003.wav, 0003.wav",
    "SOURCE, 7, '', no-directory, no-directory"
  })
  void isWhatIsAskedFor(
      CutNaming naming, long ordinal, String role, String object, String expected) {
    assertThat(CutFileName.of(naming, ordinal, "id", member(role, Plans.object(object))))
        .isEqualTo(expected);
  }

  @Test
  void encodesControlBytes() {
    assertThat(CutFileName.of(CutNaming.ID, 0, "a\0b\n\u007f", wav("")))
        .isEqualTo("00000_a%00b%0A%7F.wav");
  }

  @Test
  void cutsALongIdBeforeRoleAndExtension() {
    String name = CutFileName.of(CutNaming.ID, 7, "я".repeat(200), wav(".t0.s1"));

    // printf 'я%.0s' $(seq 200) | sha256sum
    assertThat(name).isEqualTo("00007_" + "я".repeat(115) + "~a7036d03" + ".t0.s1.wav");
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSize(255);
  }

  @Test
  void doesNotCutInsideAnEscape() {
    assertThat(CutFileName.of(CutNaming.ID, 7, "/".repeat(200), wav("")))
        .matches("00007_(%2F){78}~[0-9a-f]{8}\\.wav");
  }

  @Property
  void alwaysFitsAndKeepsWhatMatters(
      @ForAll @IntRange(max = 200_000) int ordinal,
      @ForAll @Chars({'a', '/', '.', '%', 'ż', '\n'}) @StringLength(max = 400) String id) {
    String name = CutFileName.of(CutNaming.ID, ordinal, id, wav(".s0"));

    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    assertThat(name).startsWith("%05d_".formatted(ordinal)).endsWith(".s0.wav");
    assertThat(name).doesNotContain("/", "\n");
    if (!name.contains("~")) {
      String safe = name.substring(name.indexOf('_') + 1, name.length() - ".s0.wav".length());
      assertThat(URLDecoder.decode(safe, StandardCharsets.UTF_8)).isEqualTo(id);
    }
  }

  private static CutMember wav(String role) {
    return member(role, Plans.object("o.wav"));
  }

  private static CutMember member(String role, Entry entry) {
    return new CutMember(role, entry, new Mention.Audio(null, new Span(0, 0)), AudioPart.WHOLE);
  }
}
