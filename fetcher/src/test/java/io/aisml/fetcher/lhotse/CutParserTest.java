package io.aisml.fetcher.lhotse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.lhotse.Cut.DataCut;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id':'c'} | no cut: it has no 'type', 'recording' or 'tracks'",
        "{'type':'MonoCut'} | the cut has no 'id'",
        "{'id':'c','type':'SupervisionSegment'} | unknown type 'SupervisionSegment'; expected "
            + "MonoCut, MultiCut or MixedCut",
        "{'id':'p','type':'PaddingCut'} | a PaddingCut can only be a track of a MixedCut",
        "{'id':'m','type':'MixedCut'} | the MixedCut has no 'tracks'",
        "{'id':'m','type':'MixedCut','tracks':[{'offset':1}]} | track 0 has no 'cut'",
        "{'id':'c','type':'MonoCut','recording':{}} | the recording has no 'sources'",
        "{'id':'c','type':'MonoCut','recording':{'sources':[{'type':'url'}]}} | a source of the "
            + "recording has no 'source'",
        "{'id':'c','type':'MonoCut','channel':'left'} | 'channel' must be a channel's number or a "
            + "list of them",
        "{'id':'c','type':'MonoCut','recording':{'sources':[{'channels':7}]}} | field "
            + "'recording.sources[0].channels' has a value of the wrong type",
        "[1] | no cut: expected one JSON object in the line",
        "null | 'null' is no cut",
      })
  void saysWhatIsWrong(String line, String problem) {
    assertThatThrownBy(() -> parse(line)).hasMessage(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{'id':'c' | no JSON at column ", "nonsense | no JSON at column 1: ", "{}{} | no "})
  void saysWhereTheJsonEnds(String line, String beginning) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(InvalidCutException.class)
        .hasMessageStartingWith(beginning)
        .hasMessageNotContainingAny("\n", "io.aisml");
  }

  @Test
  void takesLinesWrittenForAistoresClientAlone() throws Exception {
    for (String line :
        List.of(
            "{'id':'c','recording':{'sources':[{'source':'b/o.wav'}]}}",
            "{'id':'c','recording':{'path':'b/o.wav'}}",
            "{'id':'c','audio_source':'b/o.wav'}")) {
      assertThat(CutMembers.of(parse(line)).members())
          .singleElement()
          .satisfies(member -> assertThat(member.role()).isEmpty())
          .satisfies(member -> assertThat(member.entry()).hasToString("ais://b/o.wav"));
    }
  }

  @Test
  void tellsWhereTheLineSaysWhatAFileIs() throws Exception {
    String rir = "{'sources':[{'type':'url', 'source' : 'ais://b/й\\u0439'}],'id':'r'}";
    String line =
        ("{'id':'ж','custom':{'a':{'id':'r','sampling_rate':8000,'sources':[{'source':'ais://b/1'}]},"
                + "'t':{'array':{'storage_type':'numpy_files','storage_path':'ais://b/d','storage_key':'k'}}},"
                + "'recording':{'transforms':[{'kwargs':{'rir':{'recording':"
                + rir
                + "}}}],'sources':[{'type':'url','channels':[0],'source':'ais://b/2'}]}}")
            .replace('\'', '"');
    byte[] text = ("  " + line).getBytes(StandardCharsets.UTF_8);
    List<String> mentions = new ArrayList<>();
    for (CutMember member :
        CutMembers.of(CutParser.parse(text, 2, text.length - 2), true).members()) {
      if (member.mention() instanceof Mention.Audio audio) {
        mentions.add(
            (audio.type() == null ? "" : at(text, audio.type())) + at(text, audio.source()));
      } else if (member.mention() instanceof Mention.Array array) {
        mentions.add(at(text, array.path()) + at(text, array.key()));
      }
    }

    assertThat(mentions)
        .containsExactly(
            "\"url\"\"ais://b/2\"",
            "\"url\"\"ais://b/й\\u0439\"",
            "\"ais://b/1\"",
            "\"ais://b/d\"\"k\"");
  }

  private static String at(byte[] text, Span span) {
    return new String(text, 2 + span.from(), span.to() - span.from(), StandardCharsets.UTF_8);
  }

  @Test
  void takesACutOfFeaturesAlone() throws Exception {
    assertThat(parse("{'id':'c','type':'Cut','channel':0,'features':{'storage_key':'k'}}"))
        .isInstanceOfSatisfying(DataCut.class, cut -> assertThat(cut.recording()).isEmpty());
  }

  @Property
  void throwsNothingElseWhateverTheBytes(@ForAll byte[] line) {
    try {
      CutParser.parse(line, 0, line.length);
    } catch (InvalidCutException e) {
      assertThat(e.problem()).isNotEmpty().doesNotContain("\n");
    }
  }

  private static Cut parse(String line) throws InvalidCutException {
    byte[] json = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return CutParser.parse(json, 0, json.length);
  }
}
