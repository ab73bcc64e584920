package io.aisml.fetcher.clip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.layout.ClipOptions;
import io.aisml.fetcher.layout.ManifestOptions;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.layout.MountPlanner;
import io.aisml.fetcher.layout.PlanOptions;
import io.aisml.fetcher.layout.WholeCut;
import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.local.DirectorySource;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.Reply;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips of recordings of 1000 Hz whose n-th frame is the number n; and what is asked for them. */
class ClipFilesTest {
  private static final int RATE = 1000;

  /**
   * The cuts of the first batch among what is generated: the whole list and three hidden files
   * stand before them.
   */
  private static final int FIRST_CUTS = 4;

  @TempDir Path directory;

  private Asked asked;

  @BeforeEach
  void makeStore() throws IOException {
    Files.createDirectories(directory.resolve("store/ais/b"));
    asked = new Asked(new DirectorySource(directory.resolve("store")));
  }

  @Test
  void aBatchIsAskedForItsHeadersAndThenForItsRanges() throws IOException {
    put("long.wav", wav(5_000_000));
    put("other.wav", wav(100_000));
    MountPlan mount =
        mount(
            cut("1", "long.wav", 10, 2.5, 5000),
            cut("2", "long.wav", 10.0004, 1, 5000),
            cut("3", "other.wav", 99.5, 0.5, 100),
            cut("4", "long.wav", 4999, 1, 5000));

    assertThat(read(mount, 0, 1, 2, 3))
        .containsExactly(
            clip(10_000, 2500), clip(10_000, 1000), clip(99_500, 500), clip(4_999_000, 1000));
    assertThat(asked.requests)
        .containsExactly(
            "[long.wav 0+4096, other.wav 0+4096]",
            "[long.wav 20044+5000, long.wav 20044+2000, other.wav 199044+1000,"
                + " long.wav 9998044+2000]");
    assertThat(read(mount, 3)).containsExactly(clip(4_999_000, 1000));
    assertThat(asked.requests).hasSize(3);
  }

  @Test
  void movesLittleMoreThanTheClips() throws IOException {
    put("long.wav", wav(5_000_000));
    String[] cuts =
        IntStream.range(0, 100)
            .mapToObj(i -> cut("" + i, "long.wav", 40 * i + 0.3, 4, 5000))
            .toArray(String[]::new);
    MountPlan mount = mount(cuts);
    long clips =
        read(mount, IntStream.range(0, 100).toArray()).stream()
            .mapToLong(clip -> ((Reply.Bytes) clip).content().length())
            .sum();

    assertThat(asked.counters().bytesReceived.sum()).isBetween(1L, (long) (1.05 * clips));
  }

  @Test
  void aSmallObjectComesWholeAndOnceForClipsThatAreMostOfIt() throws IOException {
    put("s.wav", wav(10_000));
    MountPlan mount =
        mount(
            cut("1", "s.wav", 1, 6, 10),
            cut("2", "s.wav", 2, 7.5, 10),
            cut("3", "s.wav", 9, 1, 10));

    assertThat(read(mount, 0, 1, 2))
        .containsExactly(clip(1000, 6000), clip(2000, 7500), clip(9000, 1000));
    assertThat(asked.requests).containsExactly("[s.wav 0+4096]", "[s.wav]");
  }

  @Test
  void givesAnyBytesOfAClip() throws IOException {
    put("s.wav", wav(10_000));
    MountPlan mount = mount(cut("1", "s.wav", 1, 2, 10));
    String whole = ((Reply.Bytes) clip(1000, 2000)).content();

    for (int[] range : new int[][] {{0, 44}, {0, 4044}, {10, 20}, {40, 10}, {44, 1}, {4000, 44}}) {
      EntryStream stream = files(mount).part(0, new ByteRange(range[0], range[1]));
      assertThat(Reply.readAll(stream, Collections.nCopies(1, entry())))
          .containsExactly(
              Reply.of(whole.substring(range[0], range[0] + range[1]).getBytes(ISO_8859_1)));
    }
  }

  @Test
  void whatIsNoWavAfterAllIsWholeAndItsLineSaysSo() throws IOException {
    put("a.wav", "fLaC and more".repeat(1000).getBytes(UTF_8));
    put("b", "what is this".repeat(1000).getBytes(UTF_8));
    put("long header.wav", withChunk(wav(10_000), "JUNK", 5000));
    MountPlan mount =
        mount(
            cut("1", "a.wav", 1, 2, 10),
            cut("2", "b", 1, 2, 10),
            cut("3", "long header.wav", 1, 2, 10),
            cut("4", "gone.wav", 1, 2, 10));

    assertThat(read(mount, 0, 1, 2, 3).stream().limit(3))
        .containsExactly(content("a.wav"), content("b"), content("long header.wav"));
    assertThat(read(mount, 3).get(0))
        .isInstanceOfSatisfying(
            Reply.Failed.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.NOT_FOUND));
    assertThat(files(mount).status()).isEqualTo(new ClipFiles.Status(4, 4, 4));
    assertThat(generated(mount, FIRST_CUTS).lines())
        .allMatch(line -> line.contains("\"start\": 1.0,") && line.contains("\"duration\": 10.0"));
  }

  @Test
  void filesOfOneCutAreClipsTogetherOrNotAtAll() throws IOException {
    put("left.wav", wav(10_000));
    put("right.wav", "fLaC and more".repeat(1000).getBytes(UTF_8));
    String both =
        cut("1", "left.wav", 1, 2, 10)
            .replace(
                "\"sources\": [",
                "\"sources\": [{\"type\": \"url\", \"channels\": [1], \"source\":"
                    + " \"ais://b/right.wav\"}, ")
            .replace("\"channel\": 0", "\"channel\": [0, 1]")
            .replace("MonoCut", "MultiCut");
    MountPlan mount = mount(both, cut("2", "left.wav", 1, 2, 10));

    assertThat(read(mount, 0, 1, 2))
        .containsExactly(content("right.wav"), content("left.wav"), clip(1000, 2000));
  }

  @Test
  void aHeaderThatClaimsTooMuchIsOneFilesTrouble() throws IOException {
    byte[] wav = wav(10_000_000);
    put("cut off.wav", Arrays.copyOf(wav, 12_000_000));
    MountPlan mount =
        mount(cut("1", "cut off.wav", 1, 2, 10_000), cut("2", "cut off.wav", 7000, 2, 10_000));

    List<Reply> replies = read(mount, 0, 1);
    assertThat(replies.get(0)).isEqualTo(clip(1000, 2000));
    assertThat(replies.get(1))
        .isInstanceOfSatisfying(
            Reply.Failed.class,
            f -> assertThat(f.message()).contains("cut off.wav", "--view=whole"));
  }

  @Test
  void linesSayWhereTheCutLiesInItsClip() throws IOException {
    put("s.wav", wav(10_000));
    String features =
        "\"features\": {\"start\": 0.75, \"storage_type\": \"lilcom_chunky\", \"storage_path\":"
            + " \"p\", \"storage_key\": \"k\"}, \"recording\"";
    MountPlan mount =
        mount(
            cut("1", "s.wav", 0.5, 2.0004, 10).replace("\"recording\"", features),
            cut("2", "s.wav", 0, 10, 10),
            cut("3", "s.wav", 1.5, 2, 10).replace("\"recording\"", features),
            cut("4", "s.mp3", 1.5, 2, 10));
    List<String> lines = generated(mount, FIRST_CUTS).lines().toList();

    assertThat(lines.get(0))
        .contains(
            "\"start\": 0.0, \"duration\": 2.0004",
            "\"features\": {\"start\": 0.25,",
            "\"num_samples\": 2000, \"duration\": 2.0004,",
            "\"source\": \"/m/b-000000/00000_1.wav\"");
    assertThat(lines.get(1)).contains("\"num_samples\": 10000, \"duration\": 10.0");
    assertThat(lines.get(2)).contains("\"start\": 1.5", "\"duration\": 10.0");
    assertThat(mount.wholeCuts()).isEqualTo(2);
    assertThat(mount.firstWholeCuts().stream().map(WholeCut::cause))
        .containsExactly(
            "its 'features' begins before it does", "no part of a .mp3 file can be had as it is");
  }

  @Test
  void aMarginStandsBeforeAndBehindTheCutAsFarAsThereIsAny() throws IOException {
    put("s.wav", wav(10_000));
    MountPlan mount =
        mount(
            Duration.ofSeconds(1),
            cut("1", "s.wav", 3.0004, 2, 10),
            cut("2", "s.wav", 0.25, 9.5, 10),
            cut("3", "s.wav", 0, 10, 10));

    assertThat(read(mount, 0, 1)).containsExactly(clip(2000, 4000), clip(0, 10_000));
    List<String> lines = generated(mount, FIRST_CUTS).lines().toList();
    assertThat(lines.get(0))
        .contains("\"start\": 1.0, \"duration\": 2.0", "\"num_samples\": 4000, \"duration\": 4.0");
    assertThat(lines.get(1))
        .contains(
            "\"start\": 0.25, \"duration\": 9.5", "\"num_samples\": 10000, \"duration\": 10.0");
    assertThat(lines.get(2)).contains("\"start\": 0.0, \"duration\": 10.0");
  }

  private static Entry entry() {
    return Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "b"), "x"));
  }

  private ClipFiles files(MountPlan mount) {
    return mount.files();
  }

  private MountPlan mount(String... cuts) throws IOException {
    return mount(Duration.ZERO, cuts);
  }

  private MountPlan mount(Duration margin, String... cuts) throws IOException {
    Path manifest = directory.resolve("cuts.jsonl");
    Files.writeString(manifest, String.join("\n", cuts) + "\n");
    ManifestOptions options =
        new ManifestOptions(
            OptionalInt.of(100),
            Optional.empty(),
            Optional.empty(),
            CutNaming.ID,
            "/m/",
            Set.of(),
            false,
            Optional.of(new ClipOptions(margin)));
    MountPlan mount =
        MountPlanner.plan(
            List.of(manifest), new PlanOptions(Optional.empty(), false, false, options));
    ClipFiles unused = mount.files().readFrom(asked);
    return mount;
  }

  private static List<Reply> read(MountPlan mount, int... files) throws IOException {
    Plan plan = mount.plan();
    List<Entry> entries = Arrays.stream(files).mapToObj(plan::entry).toList();
    try (EntryStream stream = mount.files().batch(files)) {
      return Reply.readAll(stream, entries);
    }
  }

  private static String generated(MountPlan mount, int number) throws IOException {
    GeneratedFile file = mount.generated().get(number);
    assertThat(file.size()).isEqualTo(GeneratedFile.UNKNOWN_SIZE);
    file.learn();
    ByteBuffer text = ByteBuffer.allocate((int) file.size());
    file.read(0, text);
    assertThat(text.hasRemaining()).isFalse();
    return new String(text.array(), UTF_8);
  }

  private void put(String name, byte[] content) throws IOException {
    Files.write(directory.resolve("store/ais/b").resolve(name), content);
  }

  private Reply content(String name) throws IOException {
    return Reply.of(Files.readAllBytes(directory.resolve("store/ais/b").resolve(name)));
  }

  private static String cut(String id, String object, double start, double duration, int seconds) {
    return ("{\"id\": \"%s\", \"start\": %s, \"duration\": %s, \"channel\": 0, \"type\": \"MonoCut\","
            + " \"recording\": {\"id\": \"r\", \"sampling_rate\": 1000, \"num_samples\": %d,"
            + " \"duration\": %d.0, \"sources\": [{\"type\": \"url\", \"channels\": [0],"
            + " \"source\": \"ais://b/%s\"}]}}")
        .formatted(id, start, duration, seconds * RATE, seconds, object);
  }

  private static Reply clip(int first, int count) {
    return Reply.of(wav(first, count));
  }

  private static byte[] wav(int frames) {
    return wav(0, frames);
  }

  private static byte[] wav(int first, int count) {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(UTF_8)).putInt(36 + 2 * count).put("WAVEfmt ".getBytes(UTF_8));
    wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    wav.putShort((short) 2).putShort((short) 16).put("data".getBytes(UTF_8)).putInt(2 * count);
    for (int i = first; i < first + count; i++) {
      wav.putShort((short) i);
    }
    return wav.array();
  }

  private static byte[] withChunk(byte[] wav, String id, int size) {
    ByteBuffer longer = ByteBuffer.allocate(wav.length + 8 + size).order(ByteOrder.LITTLE_ENDIAN);
    longer.put(wav, 0, 36).put(id.getBytes(UTF_8)).putInt(size).position(44 + size);
    return longer.put(wav, 36, wav.length - 36).array();
  }

  /** A store that takes note of what it is asked for. */
  private static final class Asked implements BatchSource {
    final List<String> requests = new ArrayList<>();
    private final BatchSource source;

    Asked(BatchSource source) {
      this.source = source;
    }

    @Override
    public EntryStream batch(List<Entry> entries) throws IOException {
      requests.add(entries.stream().map(Asked::text).toList().toString());
      return source.batch(entries);
    }

    private static String text(Entry entry) {
      ByteRange range = entry.range();
      String part = range.isWhole() ? "" : " " + range.start() + "+" + range.length();
      return entry.object().name() + part;
    }

    @Override
    public EntryStream entry(Entry entry) throws IOException {
      return source.entry(entry);
    }

    @Override
    public void connect(Duration within) throws IOException {
      source.connect(within);
    }

    @Override
    public ObjectInfo head(ObjectRef object) throws IOException {
      return source.head(object);
    }

    @Override
    public void list(Bucket bucket, String prefix, boolean archives, ListingVisitor visitor)
        throws IOException {
      source.list(bucket, prefix, archives, visitor);
    }

    @Override
    public void identify(Bucket bucket, String prefix, ListingVisitor visitor) throws IOException {
      source.identify(bucket, prefix, visitor);
    }

    @Override
    public SourceCounters counters() {
      return source.counters();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
