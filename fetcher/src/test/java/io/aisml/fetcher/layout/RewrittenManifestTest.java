package io.aisml.fetcher.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.Plans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewrittenManifestTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Numbers, blanks, unknown fields, escapes and the order of keys stay.
        "{'type':'MonoCut', 'id':'ж', 'start':1e-3,'duration':0.10, 'x':[ 1.50 ], "
            + "'recording':{'sources':[{'source':'ais://b/a.wav' ,'channels':[0],'type':'url'}]}, 'text':'\\u0436 \\/'}|"
            + "{'type':'MonoCut', 'id':'ж', 'start':1e-3,'duration':0.10, 'x':[ 1.50 ], "
            + "'recording':{'sources':[{'source':'/m/b-000000/00000_ж.wav' ,'channels':[0],'type':'file'}]}, 'text':'\\u0436 \\/'}",
        // A source that the cut does not use, and one that is not in the store, stay.
        "{'id':'c','type':'MonoCut','channel':1,'recording':{'sources':["
            + "{'type':'url','channels':[0],'source':'ais://b/0'},{'type':'url','channels':[1],'source':'ais://b/1'}]}}|"
            + "{'id':'c','type':'MonoCut','channel':1,'recording':{'sources':["
            + "{'type':'url','channels':[0],'source':'ais://b/0'},{'type':'file','channels':[1],'source':'/m/b-000000/00000_c.s1'}]}}",
        "{'id':'c','type':'MonoCut','recording':{'sources':[{'type':'shar','source':''}]}}|"
            + "{'id':'c','type':'MonoCut','recording':{'sources':[{'type':'shar','source':''}]}}",
        "{'id':'c','type':'MonoCut','recording':{'sources':[{'type':'command','source':'cat x'}]}}|"
            + "{'id':'c','type':'MonoCut','recording':{'sources':[{'type':'command','source':'cat x'}]}}",
        // A source without a type gets one.
        "{'id':'c','type':'MonoCut','recording':{'sources':[{'source':'ais://b/0'}]}}|"
            + "{'id':'c','type':'MonoCut','recording':{'sources':[{'source':'/m/b-000000/00000_c', 'type': 'file'}]}}",
        // Tracks, custom recordings, impulse responses, arrays.
        "{'id':'c','tracks':[{'cut':{'id':'t','start':0,'duration':1,'channel':0,'custom':{'a':{'id':'r','sampling_rate':1,'sources':"
            + "[{'type':'url','source':'ais://b/a'}]},'z':{'sources':[{'type':'url','source':'ais://b/a'}]}}},'type':'MonoCut'}],"
            + "'transforms':[{'name':'Rir','kwargs':{'rir':{'sources':[{'type':'url','source':'ais://b/r.wav'}]}}}],'type':'MixedCut'}|"
            + "{'id':'c','tracks':[{'cut':{'id':'t','start':0,'duration':1,'channel':0,'custom':{'a':{'id':'r','sampling_rate':1,'sources':"
            + "[{'type':'file','source':'/m/b-000000/00000_c.t0.a'}]},'z':{'sources':[{'type':'url','source':'ais://b/a'}]}}},'type':'MonoCut'}],"
            + "'transforms':[{'name':'Rir','kwargs':{'rir':{'sources':[{'type':'file','source':'/m/b-000000/00000_c.rir.wav'}]}}}],'type':'MixedCut'}",
        "{'id':'c','type':'MonoCut','features':{'storage_type':'numpy_files','storage_path':'ais://b/f/','storage_key':'d/k.npy'}}|"
            + "{'id':'c','type':'MonoCut','features':{'storage_type':'numpy_files','storage_path':'/m/b-000000','storage_key':'00000_c.features.npy'}}",
      })
  void changesNothingButWhereTheDataIs(String line, String expected) throws IOException {
    MountPlan plan = plan(options(10, CutNaming.ID, true), "c.jsonl", utf8(quotes(line)));

    assertThat(text(plan.generated().get(0))).isEqualTo(quotes(expected) + "\n");
  }

  @Test
  void namesTheFilesThatTheTreeHas() throws IOException {
    MountPlan plan =
        plan(
            options(2, CutNaming.SOURCE, false),
            "c.jsonl",
            utf8(
                cut("1", "d/a.wav")
                    + cut("2", "e/a.wav")
                    + cut("3", "e/a.wav")
                    + cut("4", "e/a.wav")));

    assertThat(names(plan.plan(), 1)).containsExactly("cuts.jsonl", "a.wav", "a~2.wav");
    assertThat(names(plan.plan(), 3)).containsExactly("cuts.jsonl", "a.wav");
    assertThat(text(plan.generated().get(0)).replaceAll("(?m)^.*\"(/m/[^\"]*)\".*$", "$1"))
        .isEqualTo(
            "/m/b-000000/a.wav\n/m/b-000000/a~2.wav\n/m/b-000001/a.wav\n/m/b-000001/a.wav\n");
  }

  @Test
  void leavesOutWhatIsNoCut() throws IOException {
    String good = cut("1", "a");
    MountPlan plan =
        plan(
            options(2, CutNaming.ID, false),
            "c.jsonl",
            utf8("{\n" + good + "\n\nnull\n" + good.strip()));

    assertThat(text(plan.generated().get(0)).lines()).hasSize(2);
    assertThat(plan.plan().leftOutCount()).isEqualTo(2);
  }

  @Test
  void leavesOutCutsThatLhotseCannotRead() throws IOException {
    String good = cut("1", "a");
    String lines =
        good + good.replace(",\"start\":0", "") + good.replace(",\"channel\":0", "") + good;
    MountPlan plan = plan(options(10, CutNaming.ID, false), "c.jsonl", utf8(lines));

    assertThat(names(plan.plan(), 1)).hasSize(5);
    assertThat(text(plan.generated().get(0)).replaceAll("(?m)^.*\"(/m/[^\"]*)\".*$", "$1"))
        .isEqualTo("/m/b-000000/00000_1\n/m/b-000000/00003_1\n");
    assertThat(plan.notices())
        .containsExactly(
            directory.resolve("c.jsonl")
                + ":2: it has no 'start' (and 1 more): Lhotse can't read that, so cuts.jsonl goes"
                + " without it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.jsonl", "c.jsonl.gz", "c.jsonl.lz4"})
  void readsFromAnyPlaceAndIsAsLongAsItSays(String name) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2500; i++) {
      lines.append(cut("№ " + i, "x\\\"" + i + ".wav")).append(i % 100 == 0 ? "no cut\n" : "");
    }
    MountPlan plan = plan(options(1000, CutNaming.ID, false), name, packed(name, lines.toString()));
    byte[] whole = bytes(plan.generated().get(0));

    ByteArrayOutputStream batches = new ByteArrayOutputStream();
    for (int batch = 0; batch < 3; batch++) {
      batches.writeBytes(bytes(plan.generated().get(4 + 4 * batch)));
    }
    assertThat(batches.toByteArray()).isEqualTo(whole);
    assertThat(new String(whole, StandardCharsets.UTF_8).lines()).hasSize(2500);
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      int from = random.nextInt(whole.length);
      ByteBuffer some = ByteBuffer.allocate(random.nextInt(300_000));
      plan.generated().get(0).read(from, some);
      int length = Math.min(whole.length - from, some.capacity());
      assertThat(some.flip()).isEqualTo(ByteBuffer.wrap(whole, from, length));
    }
    ByteBuffer beyond = ByteBuffer.allocate(5);
    plan.generated().get(0).read(whole.length, beyond);
    assertThat(beyond.position()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.jsonl", "c.jsonl.gz"})
  void refusesAManifestThatHasChanged(String name) throws IOException {
    MountPlan plan = plan(options(2, CutNaming.ID, false), name, packed(name, cut("1", "a")));
    Files.write(directory.resolve(name), packed(name, cut("1", "b") + cut("2", "b")));

    assertThatIOException()
        .isThrownBy(() -> text(plan.generated().get(0)))
        .withMessage(directory.resolve(name) + " has changed since it was mounted; mount it again");
  }

  @Test
  void keepsEachBatchsLinesAndRequestOutOfSight() throws IOException {
    String lines = cut("1", "a") + cut("2", "b") + "no cut\n" + cut("3", "s.tar/m") + cut("4", "a");
    MountPlan plan = plan(options(2, CutNaming.ID, false), "c.jsonl", utf8(lines.strip()));
    int batch = plan.plan().target(plan.plan().dentry(0, 2));
    int hidden = plan.plan().target(plan.plan().dentry(batch, 0));

    assertThat(names(plan.plan(), batch)).containsExactly("cuts.jsonl", "00000_3", "00001_4");
    assertThat(names(plan.plan(), hidden))
        .containsExactly("cuts.orig.jsonl", "request.json", "errors.jsonl");
    assertThat(text(plan.generated().get(1))).isEqualTo(cut("1", "a") + cut("2", "b"));
    assertThat(text(plan.generated().get(3))).contains("c.jsonl:3\",\"name\":\"line 3\"");
    assertThat(plan.generated().get(7).size()).isZero();
    assertThat(text(plan.generated().get(5))).isEqualTo(cut("3", "s.tar/m") + cut("4", "a"));
    Path request = Files.write(directory.resolve("r.json"), bytes(plan.generated().get(6)));
    assertThat(Plans.tree(MountPlanner.plan(List.of(request), PlanOptions.DEFAULT).plan()))
        .containsExactly("b/", "b/s.tar/", "b/s.tar/m=ais://b/s.tar/m", "b/a=ais://b/a");
  }

  @Test
  void listsABatchForOtherProgramsWhenAsked() throws IOException {
    String one = cut("1", "a.wav").replace("}]}", "}],\"sampling_rate\":8000,\"duration\":1}");
    String talk =
        one.replace(
                "{\"id\":\"1\"",
                "{\"supervisions\":[{\"text\":\"żół\",\"speaker\":\"s\"},{},"
                    + "{\"text\":\"w\",\"language\":\"pl\"}],\"id\":\"2\"")
            .replace("\"start\":0", "\"start\":0.50");
    String sped =
        one.replace(
            "\"sampling",
            "\"transforms\":[{\"name\":\"Speed\",\"kwargs\":{\"factor\":1.1}}],\"sampling");
    ManifestOptions options =
        new ManifestOptions(
            OptionalInt.of(5),
            Optional.empty(),
            Optional.empty(),
            CutNaming.ID,
            "/m/",
            EnumSet.allOf(ManifestExtra.class),
            false,
            Optional.empty());
    MountPlan plan = plan(options, "c.jsonl", utf8(one + talk + sped));

    assertThat(names(plan.plan(), 1))
        .startsWith("cuts.jsonl", "metadata.jsonl", "nemo.jsonl", "00000_1.wav");
    assertThat(text(plan.generated().get(4))).contains("\"/m/b-000000/00002_1.wav\"");
    assertThat(text(plan.generated().get(5)).lines())
        .containsExactly(
            "{\"file_name\":\"00000_1.wav\",\"id\":\"1\",\"offset\":0,\"duration\":1,\"sampling_rate\":8000,\"text\":\"\"}",
            "{\"file_name\":\"00001_2.wav\",\"id\":\"2\",\"offset\":0.5,\"duration\":1,\"sampling_rate\":8000,"
                + "\"text\":\"żół w\",\"speaker\":\"s\",\"language\":\"pl\"}");
    assertThat(text(plan.generated().get(6)).lines())
        .containsExactly(
            "{\"audio_filepath\":\"/m/b-000000/00000_1.wav\",\"offset\":0,\"duration\":1,\"sampling_rate\":8000,\"text\":\"\"}",
            "{\"audio_filepath\":\"/m/b-000000/00001_2.wav\",\"offset\":0.5,\"duration\":1,"
                + "\"text\":\"żół w\",\"speaker\":\"s\",\"lang\":\"pl\"}");
  }

  @Test
  void isOneFileWhereTheManifestIsOneBatch() throws IOException {
    Files.writeString(directory.resolve("one.jsonl"), cut("1", "a"));
    Files.writeString(directory.resolve("two.jsonl"), cut("2", "b"));
    MountPlan plan = MountPlanner.plan(List.of(directory), PlanOptions.DEFAULT);

    assertThat(names(plan.plan(), 0)).containsExactly("one/", "two/");
    assertThat(names(plan.plan(), 3)).containsExactly("cuts.jsonl", "00000_2");
    assertThat(text(plan.generated().get(7))).contains("\"two/00000_2\"");
  }

  @Test
  void beginsABatchWhereItWouldLastTooLong() throws IOException {
    String cuts = "";
    for (double seconds : new double[] {2, 3, 6, 1, 4, 0.5}) {
      cuts += cut("x", "a").replace("}}", "},\"duration\":" + seconds + "}");
    }
    ManifestOptions options =
        new ManifestOptions(
            OptionalInt.empty(),
            Optional.of(Duration.ofSeconds(5)),
            Optional.empty(),
            CutNaming.ORDINAL,
            "",
            Set.of(),
            false,
            Optional.empty());
    Plan plan = plan(options, "c.jsonl", utf8(cuts)).plan();

    assertThat(plan.batchCount()).isEqualTo(4);
    assertThat(names(plan, 1)).containsExactly("cuts.jsonl", "00000", "00001");
    assertThat(names(plan, 3)).containsExactly("cuts.jsonl", "00000");
    assertThat(names(plan, 5)).containsExactly("cuts.jsonl", "00000", "00001");
  }

  private MountPlan plan(ManifestOptions options, String name, byte[] manifest) throws IOException {
    Path file = Files.write(directory.resolve(name), manifest);
    return MountPlanner.plan(
        List.of(file), new PlanOptions(Optional.empty(), false, false, options));
  }

  private static ManifestOptions options(int batchSize, CutNaming naming, boolean arrays) {
    return new ManifestOptions(
        OptionalInt.of(batchSize),
        Optional.empty(),
        Optional.empty(),
        naming,
        "/m/",
        Set.of(),
        arrays,
        Optional.empty());
  }

  private static List<String> names(Plan plan, int directory) {
    return Plans.names(plan, directory);
  }

  private static String cut(String id, String object) {
    return "{\"id\":\"%s\",\"type\":\"MonoCut\",\"start\":0,\"channel\":0,\"duration\":1,\"recording\":{\"sources\":[{\"type\":\"url\",\"source\":\"ais://b/%s\"}]}}\n"
        .formatted(id, object);
  }

  private static byte[] bytes(GeneratedFile file) throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) file.size());
    file.read(0, all);
    assertThat(all.hasRemaining()).isFalse();
    return all.array();
  }

  private static String text(GeneratedFile file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] packed(String name, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed =
        name.endsWith(".gz")
            ? new GZIPOutputStream(out)
            : name.endsWith(".lz4") ? new LZ4FrameOutputStream(out) : out) {
      packed.write(utf8(text));
    }
    return out.toByteArray();
  }

  private static String quotes(String json) {
    return json.replace("'MonoCut',", "'MonoCut','start':0,'duration':1,'channel':0,")
        .replace('\'', '"');
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
