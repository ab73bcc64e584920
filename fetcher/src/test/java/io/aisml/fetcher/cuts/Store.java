package io.aisml.fetcher.cuts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.lhotse.Manifest;
import io.aisml.fetcher.local.DirectorySource;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A directory with the bucket {@code ais://b} and a manifest. */
final class Store {
  final BatchSource source;
  private final Path root;

  Store(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("ais/b"));
    source = new DirectorySource(root);
  }

  void put(String name, byte[] content) throws IOException {
    Path file = root.resolve("ais/b").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /** One second a frame: the n-th frame is the number n, 16 bits. */
  static byte[] samples(int count) {
    ByteBuffer data = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      data.putShort((short) i);
    }
    return data.array();
  }

  /** A WAV of 1000 Hz, one channel, 16 bits. */
  static byte[] wav(int frames) {
    byte[] data = samples(frames);
    ByteBuffer wav = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(UTF_8)).putInt(36 + data.length).put("WAVEfmt ".getBytes(UTF_8));
    wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(1000).putInt(2000);
    wav.putShort((short) 2).putShort((short) 16).put("data".getBytes(UTF_8));
    return wav.putInt(data.length).put(data).array();
  }

  /** A line of a manifest: a cut of one source. */
  static String cut(String id, String source, double start, double duration) {
    return ("{\"id\": \"%s\", \"start\": %s, \"duration\": %s, \"channel\": 0, \"type\": \"MonoCut\","
            + " \"recording\": {\"id\": \"r\", \"sampling_rate\": 1000, \"num_samples\": 10000,"
            + " \"duration\": 10.0, \"sources\": [{\"type\": \"url\", \"channels\": [0],"
            + " \"source\": \"%s\"}]}}")
        .formatted(id, start, duration, source);
  }

  Manifest manifest(String... lines) throws IOException {
    Path file = root.resolve("cuts.jsonl");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return new Manifest("cuts.jsonl", file);
  }

  static CutOptions options(int batchSize, CutNaming naming, boolean skipping) {
    return new CutOptions(
        batchSize == 0 ? OptionalInt.empty() : OptionalInt.of(batchSize),
        naming,
        false,
        true,
        skipping);
  }

  /** All batches of a manifest. */
  static Batches read(Manifest manifest, CutOptions options) throws IOException {
    Batches batches = new Batches();
    long unused = CutBatches.read(manifest, options, batches);
    return batches;
  }

  static final class Batches implements CutBatchVisitor {
    final List<List<CutFile>> files = new ArrayList<>();
    final List<String> leftOut = new ArrayList<>();
    private List<CutFile> current = new ArrayList<>();

    @Override
    public void files(List<CutFile> piece) {
      current.addAll(piece);
    }

    @Override
    public void endOfBatch() {
      files.add(current);
      current = new ArrayList<>();
    }

    @Override
    public void leftOut(String problem, SourceLine where) {
      leftOut.add(where + ": " + problem);
    }

    List<List<String>> names() {
      return files.stream().map(batch -> batch.stream().map(CutFile::name).toList()).toList();
    }
  }
}
