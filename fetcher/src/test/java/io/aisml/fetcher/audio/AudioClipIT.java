package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips against what Lhotse, soundfile and Python's wave read: src/test/python/audio_clips.py. */
class AudioClipIT {
  private static final Path SCRIPT = Path.of("src/test/python/audio_clips.py").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void aClipHasTheSamplesThatLhotseReadsOfTheFile() throws Exception {
    python("write", directory.toString());
    Files.createDirectory(directory.resolve("clips"));
    List<String> cases = Files.readAllLines(directory.resolve("cases.tsv"));
    for (String line : cases) {
      String[] fields = line.split("\t", -1);
      byte[] file = Files.readAllBytes(directory.resolve(fields[1]));
      AudioWindow window =
          AudioWindow.ofCut(
              Double.parseDouble(fields[2]),
              Double.parseDouble(fields[3]),
              OptionalDouble.of(Double.parseDouble(fields[4])));
      write(layout(file).in(file.length).clip(window), file, fields[0]);
    }

    assertThat(python("check", directory.toString())).containsExactly("checked " + cases.size());
  }

  @Test
  void countsSamplesAsLhotseDoes() throws Exception {
    Random random = new Random(4);
    List<String> questions = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    int[] rates = {8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 192_000};
    for (int i = 0; i < 20_000; i++) {
      int rate = rates[random.nextInt(rates.length)];
      // Every other one lies as near to the middle between two samples as a double can.
      double seconds =
          i % 2 == 0 ? random.nextDouble() * 40_000 : (random.nextInt(1 << 28) + 0.5) / rate;
      questions.add("count " + seconds + " " + rate);
      answers.add(Long.toString(SampleCount.of(seconds, rate)));
      long samples = random.nextInt(1 << 30);
      double factor = i % 4 == 0 ? 2 : i % 4 == 1 ? 1 / 1.1 : 0.5 + random.nextDouble();
      questions.add("perturbed " + samples + " " + factor);
      answers.add(Long.toString(SampleCount.perturbed(samples, factor)));
    }
    Path asked = Files.write(directory.resolve("questions"), questions);

    assertThat(python(asked, "counts")).isEqualTo(answers);
  }

  private void write(Clip clip, byte[] file, String name) throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve("clips").resolve(name))) {
      out.write(clip.header());
      out.write(file, (int) clip.start(), (int) clip.length());
      out.write(clip.trailer());
    }
    assertThat(directory.resolve("clips").resolve(name)).hasSize(clip.size());
  }

  private static PcmLayout layout(byte[] file) {
    AudioHeader header = AudioHeader.of(piece(file, 0));
    while (header instanceof AudioHeader.Incomplete more) {
      header = more.resume(piece(file, more.offset()));
    }
    return (PcmLayout) header;
  }

  private static byte[] piece(byte[] file, long offset) {
    int from = (int) Math.min(offset, file.length);
    return Arrays.copyOfRange(file, from, Math.min(file.length, from + AudioHeader.PROBE_BYTES));
  }

  private List<String> python(String... arguments) throws IOException, InterruptedException {
    return python(Path.of("/dev/null"), arguments);
  }

  private List<String> python(Path input, String... arguments)
      throws IOException, InterruptedException {
    String python = System.getenv("AISML_TEST_PYTHON");
    assertThat(python).as("AISML_TEST_PYTHON, which ./test sets: a Python with Lhotse").isNotNull();
    List<String> command = new ArrayList<>(List.of(python, SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ended", command).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err, UTF_8)).isZero();
    return Files.readAllLines(out);
  }
}
