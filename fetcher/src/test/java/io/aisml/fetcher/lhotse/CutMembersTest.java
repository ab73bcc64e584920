package io.aisml.fetcher.lhotse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutMembersTest {
  @ParameterizedTest
  @CsvSource({
    "url, ais://b/o.wav, ais://b/o.wav",
    "url, s3://b/dir/o.wav, s3://b/dir/o.wav",
    "url, gs://b/o.wav, gs://b/o.wav",
    "url, az://b/o.wav, az://b/o.wav",
    "url, oc://b/o.wav, oc://b/o.wav",
    "file, ais://b/o.wav, ais://b/o.wav",
    "url, ais://@uuid#ns/b/o.wav, ais://@uuid#ns/b/o.wav",
    "url, ais://b/a#b?c%20d.wav, ais://b/a#b?c%20d.wav",
    "url, ais://b/s.tar/dir/m.wav, ais://b/s.tar/dir/m.wav",
    "url, ais://b/s.tar, ais://b/s.tar",
    "url, http://proxy:51080/v1/objects/b/dir%2Fo.wav?provider=aws, s3://b/dir/o.wav",
    "url, http://proxy/v1/objects/b/s.tar?archpath=m.wav, ais://b/s.tar/m.wav",
    "'', b/o.wav, ais://b/o.wav"
  })
  void resolvesSourcesOfAistore(String type, String source, String entry) throws Exception {
    CutMembers found = members(cutWith(type, source));

    assertThat(found.flaws()).isEmpty();
    assertThat(found.members())
        .singleElement()
        .satisfies(member -> assertThat(member.role()).isEmpty())
        .satisfies(member -> assertThat(member.entry().toString()).isEqualTo(entry));
  }

  @Test
  void splitsTheMemberFromItsArchive() throws Exception {
    assertThat(members(cutWith("url", "ais://b/d/s.tar.gz/x/m.wav")).members())
        .singleElement()
        .satisfies(m -> assertThat(m.entry().object().name()).isEqualTo("d/s.tar.gz"))
        .satisfies(m -> assertThat(m.entry().archpath()).isEqualTo("x/m.wav"));
  }

  @ParameterizedTest
  @CsvSource({
    "file, /data/x.wav",
    "file, data/s.tar/x.wav",
    "url, https://example.org/x.wav",
    "url, http://example.org/ais/x.wav",
    "url, msc://profile/x.wav",
    "url, file:///data/x.wav",
    "command, sph2pipe -f wav x.sph"
  })
  void leavesForeignSourcesAsTheyAre(String type, String source) throws Exception {
    assertThat(members(cutWith(type, source)).members()).isEmpty();
    assertThat(members(cutWith(type, source)).flaws()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shar, '', say by shar where its tars are",
    "shar_ptr, ais://b/s.tar?o=0&e=5, a range of a tar",
    "dummy, '', nowhere",
    "memory, '', nowhere",
    "carrier-pigeon, x, unknown source type 'carrier-pigeon'",
    "url, ais://b, names a bucket",
    "url, ais:///o, no bucket",
    "url, ht://b/o, unknown provider 'ht'",
    "url, ais://b/x/../y, ais",
    "url, http://proxy/v1/objects/b, lacks a bucket or an object"
  })
  void saysWhyASourceCannotBeHad(String type, String source, String cause) throws Exception {
    CutMembers found = members(cutWith(type, source));

    assertThat(found.members()).isEmpty();
    if (cause.equals("ais")) {
      assertThat(found.flaws()).singleElement().asString().contains("x/../y");
    } else {
      assertThat(found.flaws()).singleElement().asString().contains(cause);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, .s0",
    "1, .s1",
    "2, .s1",
    "'[0,2]', .s0 .s1",
    "'[0,1,3]', .s0 .s1 .s2",
    "9, ''",
    "null, .s0 .s1 .s2"
  })
  void takesOnlySourcesWhoseChannelsTheCutUses(String channel, String roles) throws Exception {
    String recording =
        "{'sources':["
            + source("[0]", "ais://b/0.wav")
            + ","
            + source("[1,2]", "ais://b/1.wav")
            + ","
            + source("[3]", "ais://b/2.wav")
            + "]}";
    String cut = "{'id':'c','type':'MultiCut','channel':%s,'recording':%s}";
    assertThat(roles(cut.formatted(channel, recording))).isEqualTo(roles);
  }

  @Test
  void takesAllSourcesOfAReverberatedRecordingAndItsImpulseResponse() throws Exception {
    String rir = "{'id':'r','sources':[" + source("[0]", "ais://rirs/r.wav") + "]}";
    String recording =
        "{'sources':["
            + source("[0]", "ais://b/0.wav")
            + ","
            + source("[1]", "ais://b/1.wav")
            + "],'transforms':[{'name':'ReverbWithImpulseResponse','kwargs':{'rir':"
            + rir
            + "}}]}";
    assertThat(roles("{'id':'c','type':'MonoCut','channel':1,'recording':" + recording + "}"))
        .isEqualTo(".s0 .s1 .rir");
  }

  @Test
  void takesAnImpulseResponseThatIsACut() throws Exception {
    String rir =
        "{'type':'MonoCut','recording':{'sources':[" + source("[0]", "ais://rirs/r.wav") + "]}}";
    String cut =
        "{'id':'c','type':'MixedCut','tracks':[],'transforms':"
            + "[{'name':'ReverbWithImpulseResponse','kwargs':{'rir':"
            + rir
            + "}}]}";
    assertThat(roles(cut)).isEqualTo(".rir");
  }

  @Test
  void takesCustomRecordingsWithTheirChannelSelector() throws Exception {
    String two = source("[0]", "ais://b/0.flac") + "," + source("[1]", "ais://b/1.flac");
    String custom =
        "{'plain':'text','not_audio':{'id':'x','sources':[]},"
            + "'whole':{'id':'w','sampling_rate':1,'sources':["
            + two
            + "]},'part':{'id':'p','sampling_rate':1,'sources':["
            + two
            + "]},'part_channel_selector':1}";
    assertThat(roles("{'id':'c','type':'MonoCut','channel':0,'custom':" + custom + "}"))
        .isEqualTo(".whole.s0 .whole.s1 .part.s1");
  }

  @Test
  void numbersTheTracksOfAMixAndPassesOverPadding() throws Exception {
    String track =
        "{'offset':0,'type':'MonoCut','cut':{'id':'t','channel':0,'recording':{'sources':["
            + source("[0]", "ais://b/t.wav")
            + "]}}}";
    String padding = "{'type':'PaddingCut','cut':{'id':'p','duration':1}}";
    assertThat(
            roles(
                "{'id':'m','type':'MixedCut','tracks':["
                    + track
                    + ","
                    + padding
                    + ","
                    + track
                    + "]}"))
        .isEqualTo(".t0 .t2");
  }

  private static String cutWith(String type, String source) {
    String typed = type.isEmpty() ? "" : "'type':'" + type + "',";
    return "{'id':'c','type':'MonoCut','channel':0,'recording':{'id':'r','sources':[{"
        + typed
        + "'channels':[0],'source':'"
        + source
        + "'}]}}";
  }

  private static String source(String channels, String url) {
    return "{'type':'url','channels':" + channels + ",'source':'" + url + "'}";
  }

  private static String roles(String line) throws InvalidCutException {
    CutMembers found = members(line);
    assertThat(found.flaws()).isEmpty();
    return String.join(" ", found.members().stream().map(CutMember::role).toList());
  }

  private static CutMembers members(String line) throws InvalidCutException {
    byte[] json = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return CutMembers.of(CutParser.parse(json, 0, json.length));
  }
}
