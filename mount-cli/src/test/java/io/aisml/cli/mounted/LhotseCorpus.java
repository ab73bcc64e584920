package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Recordings of many codecs and cuts of all types, made once for the tests of a class by {@code
 * lhotse_corpus.py}.
 */
final class LhotseCorpus implements BeforeAllCallback, AfterAllCallback {
  private @Nullable Path directory;

  /**
   * The corpus in a store.
   *
   * @param local a manifest of the same cuts, of plain files
   */
  record Stored(ObjectStore store, Path local, Path cuts) {}

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("corpus-").toAbsolutePath();
    Launched.Result made =
        Launched.run(directory, Map.of(), List.of(Python.script("lhotse_corpus", directory)));
    assertThat(made.exitCode()).as(made.err()).isZero();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    assertThat(new ProcessBuilder("rm", "-rf", directory().toString()).start().waitFor()).isZero();
  }

  private Path directory() {
    if (directory == null) {
      throw new IllegalStateException("there is no corpus outside of a test");
    }
    return directory;
  }

  /**
   * Puts the corpus into a store.
   *
   * @param own of the test: the store, if it is a directory, is in it
   */
  Stored in(Way way, ObjectStore store, Path own) throws Exception {
    Path objects = directory().resolve("store/ais/corpus");
    if (way.name().startsWith("DIRECTORY")) {
      String copied = directory().resolve("store").toString();
      String root = own.resolve("store").toString();
      assertThat(new ProcessBuilder("cp", "-r", copied, root).start().waitFor()).isZero();
      return new Stored(
          store, directory().resolve("local.jsonl"), directory().resolve("cuts.jsonl"));
    }
    String bucket = store.newBucket("corpus");
    try (Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        store.put(bucket, objects.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return new Stored(
        store, inBucket("local.jsonl", bucket, own), inBucket("cuts.jsonl", bucket, own));
  }

  private Path inBucket(String name, String bucket, Path own) throws IOException {
    String text = Files.readString(directory().resolve(name));
    return Files.writeString(
        own.resolve(name), text.replace("ais://corpus/", "ais://" + bucket + "/"));
  }
}
