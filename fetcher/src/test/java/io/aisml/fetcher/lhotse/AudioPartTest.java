package io.aisml.fetcher.lhotse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.audio.AudioWindow;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The windows of transformed recordings were computed by Lhotse 1.33. */
class AudioPartTest {
  private static final String SOURCE =
      "{'type': 'url', 'channels': [0, 1], 'source': 'ais://b/o.wav'}";

  @Test
  void isTheCutsWindow() throws Exception {
    assertThat(part("1.5", "2.25", ""))
        .isEqualTo(new AudioPart(new AudioWindow(1.5, OptionalDouble.of(2.25)), 2, ""));
  }

  @Test
  void ofAllSecondsIsTheFile() throws Exception {
    assertThat(part("0", "10", "").window()).isEqualTo(AudioWindow.WHOLE);
    assertThat(part("0", "9.9995", "").window()).isEqualTo(AudioWindow.WHOLE);
    assertThat(CutMembers.of(cut("{'id': 'c', 'recording': {'sources': [" + SOURCE + "]}}")))
        .satisfies(
            members ->
                assertThat(members.members().get(0).part().window()).isEqualTo(AudioWindow.WHOLE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Speed    | {'factor': 1.1}                                          | 1.358,2.58025",
        "Tempo    | {'factor': 0.9}                                          | 1.111125,2.111125",
        "Resample | {'source_sampling_rate': 22050, 'target_sampling_rate': 16000} | 1.2345578231292518,2.3456689342403627",
        "Volume   | {'factor': 2.0}                                          | 1.2345678,2.3456789"
      })
  void isLedBackThroughTransforms(String name, String kwargs, String expected) throws Exception {
    AudioPart part =
        part("1.2345678", "2.3456789", "{'name': '%s', 'kwargs': %s}".formatted(name, kwargs));

    assertThat(part.window().offset() + "," + part.window().duration().getAsDouble())
        .isEqualTo(expected);
  }

  @Test
  void transformsAreUndoneFromTheLast() throws Exception {
    AudioPart part =
        part(
            "1.2345678",
            "2.3456789",
            "{'name': 'Resample', 'kwargs':"
                + " {'source_sampling_rate': 22050, 'target_sampling_rate': 16000}},"
                + " {'name': 'Speed', 'kwargs': {'factor': 0.9}}");

    assertThat(part.window().offset() + "," + part.window().duration().getAsDouble())
        .isEqualTo("1.1111111111111112,2.111111111111111");
  }

  @Test
  void ofAnUnknownTransformIsTheFileAndSaysWhy() throws Exception {
    AudioPart part = part("1", "2", "{'name': 'Backwards', 'kwargs': {}}");

    assertThat(part)
        .isEqualTo(
            new AudioPart(
                AudioWindow.WHOLE, 2, "what the transform 'Backwards' does is not known"));
  }

  @Test
  void followsTracksAndCustomRecordings() throws Exception {
    String custom =
        ("{'id': 'c', 'start': 1, 'duration': 2, 'channel': 0, 'type': 'MonoCut', 'recording': REC,"
                + " 'custom': {'near': REC, 'all': REC, 'all_unaligned': true}}")
            .replace("REC", recording(""));
    String mix =
        "{'id': 'm', 'type': 'MixedCut', 'tracks': [{'offset': 5, 'cut': " + custom + "}]}";

    List<CutMember> members = CutMembers.of(cut(mix)).members();

    AudioWindow window = new AudioWindow(1, OptionalDouble.of(2));
    assertThat(members).extracting(CutMember::role).containsExactly(".t0", ".t0.near", ".t0.all");
    assertThat(members)
        .extracting(member -> member.part().window())
        .containsExactly(window, window, AudioWindow.WHOLE);
  }

  private static AudioPart part(String start, String duration, String transforms)
      throws InvalidCutException {
    String line =
        "{'id': 'c', 'type': 'MultiCut', 'channel': [0, 1], 'start': %s, 'duration': %s, 'recording': %s}";
    return CutMembers.of(cut(line.formatted(start, duration, recording(transforms))))
        .members()
        .get(0)
        .part();
  }

  private static String recording(String transforms) {
    return "{'id': 'r', 'sources': [%s], 'sampling_rate': 16000, 'num_samples': 160000, 'duration': 10.0, 'transforms': [%s]}"
        .formatted(SOURCE, transforms);
  }

  private static Cut cut(String line) throws InvalidCutException {
    byte[] text = line.replace('\'', '"').getBytes(UTF_8);
    return CutParser.parse(text, 0, text.length);
  }
}
