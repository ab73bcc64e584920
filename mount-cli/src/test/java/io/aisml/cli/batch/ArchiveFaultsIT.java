package io.aisml.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.cli.mounted.Eventually;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.Fault;
import io.aisml.fetcher.testing.FaultProxy;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the network, a target and the user do to the built commands on a real cluster. After each,
 * every archive is whole, or as it was before.
 */
@ExtendWith(SharedAistore.class)
@Timeout(300)
class ArchiveFaultsIT {
  private static final int OBJECTS = 60;
  private static final int OBJECT_BYTES = 300_000;
  private static final String OLD = "old";

  /** Less than any test waits, more than a busy machine takes for a reply. */
  private static final Map<String, String> PATIENCE = Map.of("AISML_OPEN_TIMEOUT", "15s");

  @TempDir private static Path shared;
  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // by fetchUndisturbed
  private static AistoreCluster cluster;

  private static String bucket = "";

  /** What undisturbed runs write. */
  private static final Map<Command, Map<String, String>> EXPECTED = new EnumMap<>(Command.class);

  @BeforeAll
  static void fetchUndisturbed(AistoreCluster all) throws IOException {
    cluster = all;
    bucket = fill(cluster, shared, OBJECT_BYTES);
    for (Command command : Command.values()) {
      EXPECTED.put(command, undisturbed(command, shared, bucket, cluster));
    }
  }

  /** A command, and the archives that it writes. */
  enum Command {
    GET_BATCH,
    LHOTSE;

    List<String> archives() {
      return this == GET_BATCH ? List.of("x.tar") : List.of("x-0.tar", "x-1.tar", "x-2.tar");
    }
  }

  private static Stream<Arguments> faults() {
    List<Fault> faults =
        List.of(
            new Fault.Cut(0),
            new Fault.Cut(1_000_000),
            new Fault.Stall(1_000_000),
            new Fault.Answer(429, List.of("Retry-After: 1")),
            new Fault.Answer(503, List.of()));
    return Stream.of(Command.values())
        .flatMap(
            command ->
                faults.stream()
                    .flatMap(
                        fault ->
                            Stream.of(true, false)
                                .map(streaming -> Arguments.of(command, fault, streaming))));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void areMendedByAskingAgain(Command command, Fault fault, boolean streaming) throws Exception {
    Path out = withOld(command, "out");

    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.next(ArchiveFaultsIT::isAssembled, fault);
      Launched.Result result =
          start(command, shared, bucket, proxy.endpoint(), out, streaming ? "--streaming" : "-nv")
              .await();

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(files(out)).isEqualTo(EXPECTED.get(command));
      assertThat(proxy.pending()).isZero();
    }
  }

  /** From the first request on, which only asks whether the store is there. */
  @ParameterizedTest
  @EnumSource
  void areWaitedForAndThatIsToldOnce(Command command) throws Exception {
    Path out = withOld(command, "out");

    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.always(line -> true, new Fault.Answer(429, List.of()));
      Launched run = start(command, shared, bucket, proxy.endpoint(), out, "--streaming");
      Eventually.until(() -> run.err().contains("429") || !run.process().isAlive());
      proxy.heal();
      Launched.Result result = run.await();

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.err().lines().filter(line -> line.contains("429")))
          .singleElement()
          .asString()
          .matches("aisml [a-z-]+: http://.*:\\d+ answers status 429; trying again for up to 15 s");
      assertThat(files(out)).isEqualTo(EXPECTED.get(command));
    }
  }

  @ParameterizedTest
  @EnumSource
  void leaveAllAsItWasWhenTheStoreStaysAway(Command command) throws Exception {
    Path out = withOld(command, "out");
    Map<String, String> before = files(out);

    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.next(ArchiveFaultsIT::isAssembled, new Fault.Cut(1));
      proxy.always(
          line -> line.contains("pid=") || line.contains("/v1/ml/moss"),
          new Fault.Answer(503, List.of()));
      Launched.Result result = start(command, shared, bucket, proxy.endpoint(), out, "-nv").await();

      assertThat(result.exitCode()).as(result.err()).isEqualTo(BatchExit.STORE);
      assertThat(result.err())
          .matches("aisml [a-z-]+: .*: given up after 15 s: http://.* answers status 503\n");
      assertThat(files(out)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET_BATCH, 150", "GET_BATCH, 600", "GET_BATCH, 1100", "GET_BATCH, 1900",
    "LHOTSE, 150", "LHOTSE, 600", "LHOTSE, 1100", "LHOTSE, 1900"
  })
  void areWholeOrAsTheyWereAfterAnInterrupt(Command command, int milliseconds) throws Exception {
    Path out = withOld(command, "out");
    Launched run = start(command, shared, bucket, cluster.endpoint(), out, "--streaming");
    boolean ended = run.process().waitFor(milliseconds, TimeUnit.MILLISECONDS);
    new ProcessBuilder("kill", "-INT", Long.toString(run.process().pid())).start().waitFor();
    Launched.Result result = run.await();

    assertThat(result.exitCode())
        .as(result.err())
        .isIn(ended ? List.of(0) : List.of(0, BatchExit.INTERRUPTED));
    assertWholeOrOld(out, Objects.requireNonNull(EXPECTED.get(command)), result.exitCode() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void areWholeOrAsTheyWereAfterATargetDied(Command command) throws Exception {
    try (AistoreCluster own = AistoreCluster.start()) {
      String large = fill(own, directory, 4_000_000);
      Map<String, String> expected = undisturbed(command, directory, large, own);
      Path out = withOld(command, "out");
      Launched run = start(command, directory, large, own.endpoint(), out, "--streaming");
      while (run.process().isAlive() && partBytes(out) < 8_000_000) {
        Thread.onSpinWait();
      }
      assertThat(run.process().isAlive()).as("under way when the target dies").isTrue();
      own.killTarget(1);
      Launched.Result without = run.await();
      assertWholeOrOld(out, expected, without.exitCode() == 0);

      own.restartTarget(1);
      Launched.Result again = start(command, directory, large, own.endpoint(), out, "-nv").await();
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(files(out)).isEqualTo(expected);
    }
  }

  /** Whether a get-batch is on its way to the target that assembles it. */
  private static boolean isAssembled(String requestLine) {
    return requestLine.contains("/v1/ml/moss") && requestLine.contains("pid=");
  }

  /** New ones first, then old ones; all are new when the command said so. */
  private static void assertWholeOrOld(Path out, Map<String, String> expected, boolean whole)
      throws IOException {
    Map<String, String> found = files(out);
    String old = digest(OLD.getBytes(StandardCharsets.UTF_8));
    Map<String, String> possible = new TreeMap<>(expected);
    possible.replaceAll((name, digest) -> old.equals(found.get(name)) ? old : digest);

    assertThat(found).isEqualTo(possible);
    assertThat(found.values().stream().dropWhile(digest -> !digest.equals(old)))
        .as("from the first old one on")
        .allMatch(old::equals)
        .hasSizeLessThanOrEqualTo(whole ? 0 : expected.size());
  }

  /** Makes a bucket, and a manifest of it in the directory. */
  private static String fill(AistoreCluster cluster, Path directory, int size) throws IOException {
    String bucket = cluster.newBucket("faults");
    List<String> cuts = new ArrayList<>();
    for (int i = 0; i < OBJECTS; i++) {
      String name = "o-%03d.wav".formatted(i);
      cluster.put(bucket, name, TestMember.of(name, size).content());
      cuts.add(
          ("{\"id\": \"c%d\", \"start\": 0, \"duration\": 1, \"channel\": 0, \"type\": \"MonoCut\","
                  + " \"recording\": {\"id\": \"r%d\", \"sampling_rate\": 8000, \"num_samples\":"
                  + " 8000, \"duration\": 1, \"sources\": [{\"type\": \"url\", \"channels\": [0],"
                  + " \"source\": \"ais://%s/%s\"}]}}")
              .formatted(i, i, bucket, name));
    }
    Files.write(directory.resolve("cuts.jsonl"), cuts);
    return bucket;
  }

  private static Map<String, String> undisturbed(
      Command command, Path work, String bucket, AistoreCluster cluster) throws IOException {
    Path clean = Files.createDirectory(work.resolve("clean-" + command));
    Launched.Result result = start(command, work, bucket, cluster.endpoint(), clean, "-nv").await();
    assertThat(result.exitCode()).as(result.err()).isZero();
    return files(clean);
  }

  private Path withOld(Command command, String name) throws IOException {
    Path out = Files.createDirectory(directory.resolve(name));
    for (String archive : command.archives()) {
      Files.writeString(out.resolve(archive), OLD);
    }
    return out;
  }

  private static Launched start(
      Command command, Path work, String bucket, URI endpoint, Path out, String more) {
    List<String> line = new ArrayList<>(List.of(Launched.LAUNCHER.toString()));
    line.addAll(
        command == Command.GET_BATCH
            ? List.of("get-batch", "ais://" + bucket, out.resolve("x.tar").toString())
            : List.of(
                "lhotse-get-batch",
                "--cuts=" + work.resolve("cuts.jsonl"),
                "--batch-size=" + OBJECTS / command.archives().size(),
                "--output-template=" + out + "/x-{0..2}.tar"));
    line.addAll(List.of("--endpoint=" + endpoint, "-y", more));
    return Launched.start(work, PATIENCE, line);
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(Receipts.sha256().digest(bytes));
  }

  /** All files of a directory, and their checksums. */
  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), digest(Files.readAllBytes(path)));
      }
    }
    return files;
  }

  /** What of new archives has reached the disk. */
  private static long partBytes(Path directory) {
    long[] bytes = {0};
    try (Stream<Path> paths = Files.list(directory)) {
      paths.forEach(path -> bytes[0] += path.toFile().length());
    } catch (IOException e) {
      return 0;
    }
    return bytes[0];
  }
}
