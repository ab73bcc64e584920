import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * The dataset of ./demo, with nothing but a JDK. {@code java Dataset.java make DIR} writes
 *
 * <ul>
 *   <li>{@code store/ais/BUCKET/OBJECT}: the objects, as a directory endpoint wants them (all but
 *       the tar shard, which is made of {@code members/} afterwards),
 *   <li>{@code spec.json} and {@code cuts.jsonl}: a get-batch spec and a Lhotse manifest over them,
 *   <li>{@code expected/spec} and {@code expected/cuts}: what their mounts must look like, as hard
 *       links to the sources.
 * </ul>
 *
 * {@code java Dataset.java decode DIR} decodes every WAV file below DIR.
 */
final class Dataset {
  private static final int CLIPS = 600;
  private static final int BLOBS = 400;
  private static final int MEMBERS = 200;
  private static final int SAMPLE_RATE = 16_000;
  private static final int CUTS_PER_BATCH = 200;

  private final Path dir;
  private final Random random = new Random(1);
  private final List<String> entries = new ArrayList<>();
  private final List<String> cuts = new ArrayList<>();

  private Dataset(Path dir) {
    this.dir = dir;
  }

  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[1]);
    if (arguments[0].equals("make")) {
      new Dataset(dir).make();
    } else {
      decode(dir);
    }
  }

  private void make() throws IOException {
    for (int i = 0; i < CLIPS; i++) {
      String id = "clip-%04d".formatted(i);
      String object = "clips/" + id + ".wav";
      int samples = SAMPLE_RATE / 2 + random.nextInt(SAMPLE_RATE * 2);
      Path source = dir.resolve("store/ais/speech").resolve(object);
      Files.createDirectories(source.getParent());
      writeWav(source, samples);
      addObject("speech", object, source);
      addCut(id, object, samples);
      link(
          source,
          "cuts/b-%06d/%05d_%s.wav".formatted(i / CUTS_PER_BATCH, i % CUTS_PER_BATCH, id));
    }
    for (int i = 0; i < BLOBS; i++) {
      String object = "blobs/%04d.bin".formatted(i);
      Path source = dir.resolve("store/ais/mixed").resolve(object);
      writeBlob(source, random.nextInt(40_000));
      addObject("mixed", object, source);
    }
    for (int i = 0; i < MEMBERS; i++) {
      String member = "%04d.bin".formatted(i);
      Path source = dir.resolve("members").resolve(member);
      writeBlob(source, random.nextInt(20_000));
      entries.add(
          "{\"bucket\":\"mixed\",\"objname\":\"shards/train-0.tar\",\"archpath\":\"%s\"}"
              .formatted(member));
      link(source, "spec/mixed/shards/train-0.tar/" + member);
    }
    Files.createDirectories(dir.resolve("store/ais/mixed/shards"));
    Files.writeString(
        dir.resolve("spec.json"), "{\"in\":[\n" + String.join(",\n", entries) + "\n]}\n");
    Files.write(dir.resolve("cuts.jsonl"), cuts);
  }

  private void addObject(String bucket, String object, Path source) throws IOException {
    entries.add("{\"bucket\":\"%s\",\"objname\":\"%s\"}".formatted(bucket, object));
    link(source, "spec/" + bucket + "/" + object);
  }

  private void addCut(String id, String object, int samples) {
    double seconds = (double) samples / SAMPLE_RATE;
    cuts.add(
        """
        {"id": "%1$s", "start": 0.0, "duration": %2$s, "channel": 0, "supervisions": [], \
        "recording": {"id": "%1$s", "sources": [{"type": "url", "channels": [0], \
        "source": "ais://speech/%3$s"}], "sampling_rate": %4$d, "num_samples": %5$d, \
        "duration": %2$s, "channel_ids": [0]}, "type": "MonoCut"}"""
            .formatted(id, seconds, object, SAMPLE_RATE, samples));
  }

  private void link(Path source, String name) throws IOException {
    Path link = dir.resolve("expected").resolve(name);
    Files.createDirectories(link.getParent());
    Files.createLink(link, source);
  }

  private void writeBlob(Path file, int size) throws IOException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /** A tone that glides, 16 bit, mono. */
  private void writeWav(Path file, int samples) throws IOException {
    byte[] pcm = new byte[samples * 2];
    double step = 2 * Math.PI * (200 + random.nextInt(400)) / SAMPLE_RATE;
    double phase = 0;
    for (int i = 0; i < samples; i++) {
      int sample = (int) (12_000 * Math.sin(phase));
      phase += step * (1 + (double) i / samples);
      pcm[2 * i] = (byte) sample;
      pcm[2 * i + 1] = (byte) (sample >> 8);
    }
    AudioFormat format = new AudioFormat(SAMPLE_RATE, 16, 1, true, false);
    try (AudioInputStream audio =
        new AudioInputStream(new ByteArrayInputStream(pcm), format, samples)) {
      AudioSystem.write(audio, AudioFileFormat.Type.WAVE, file.toFile());
    }
  }

  private static void decode(Path dir) throws Exception {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(dir)) {
      files = tree.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
    }
    double seconds = 0;
    for (Path file : files) {
      try (AudioInputStream audio = AudioSystem.getAudioInputStream(file.toFile())) {
        long frames = audio.readAllBytes().length / audio.getFormat().getFrameSize();
        if (frames != audio.getFrameLength()) {
          throw new IOException(
              file + " has " + frames + " samples, its header says " + audio.getFrameLength());
        }
        seconds += frames / audio.getFormat().getFrameRate();
      }
    }
    System.out.printf("%d WAV files decoded, %.1f s of audio%n", files.size(), seconds);
  }
}
