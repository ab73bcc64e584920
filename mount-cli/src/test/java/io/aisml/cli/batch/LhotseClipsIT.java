package io.aisml.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clips from a real cluster, compared by Lhotse: src/test/python/lhotse_clips.py. */
@ExtendWith(SharedAistore.class)
class LhotseClipsIT {
  private static final Path SCRIPT = Path.of("src/test/python/lhotse_clips.py").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void lhotseReadsTheSameSamplesOfTheClips(AistoreCluster cluster) throws Exception {
    String bucket = cluster.newBucket("clips");
    python("write", directory.toString(), bucket);
    try (Stream<Path> files = Files.list(directory.resolve("objects"))) {
      for (Path file : files.toList()) {
        cluster.put(bucket, file.getFileName().toString(), Files.readAllBytes(file));
      }
    }

    Path archive = directory.resolve("clips.tar");
    CommandRun.Result result =
        CommandRun.lhotse(
            InputStream.nullInputStream(),
            "--endpoint=" + cluster.endpoint(),
            "--cuts=" + directory.resolve("cuts.jsonl"),
            "--sample-rate=16000",
            "--names=ordinal",
            archive.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    Files.createDirectory(directory.resolve("members"));
    for (TestMember member : SystemTools.read(archive)) {
      Files.write(directory.resolve("members").resolve(member.name()), member.content());
    }
    int cuts = Files.readAllLines(directory.resolve("cuts.jsonl")).size();
    assertThat(python("check", directory.toString())).containsExactly("checked " + cuts);
  }

  private List<String> python(String... arguments) throws IOException, InterruptedException {
    String python = System.getenv("AISML_TEST_PYTHON");
    assertThat(python).as("AISML_TEST_PYTHON, which ./test sets: a Python with Lhotse").isNotNull();
    List<String> command = new ArrayList<>(List.of(python, SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ended", command).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err, UTF_8)).isZero();
    return Files.readAllLines(out);
  }
}
