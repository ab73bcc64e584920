package io.aisml.cli.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.cli.option.LastingOptions;
import io.aisml.fetcher.layout.MountPlanner;
import io.aisml.fetcher.layout.PlanOptions;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fs.tree.LoadedFiles;
import io.aisml.fs.tree.Sizes;
import io.aisml.fs.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process leaves is what the next one finds. */
class RuntimeDirectoryTest {
  private static final Instant TIME = Instant.ofEpochSecond(7, 5);
  private static final LastingOptions OPTIONS =
      new LastingOptions(Map.of("source", "/ä.json /b.json", "spec", "x".repeat(70_000)));

  @TempDir Path directory;

  @Test
  void theNextProcessFindsTheSameTreeAndWhatWasKnownOfSizes() throws IOException {
    RuntimeDirectory runtime = new RuntimeDirectory(directory);
    Plan plan = plan();
    runtime.write(new RuntimeDirectory.Shown(plan, TIME, List.of(9L), OPTIONS), Optional.empty());
    Sizes sizes = new Sizes(plan, runtime.sizes(Sizes.bytes(plan)));
    sizes.learn(1, 0);
    sizes.learn(2, 77);
    sizes.tellUnknown(2);

    RuntimeDirectory.Shown found = runtime.read();
    Sizes after = new Sizes(found.plan(), runtime.sizes(Sizes.bytes(found.plan())));

    assertThat(found.time()).isEqualTo(TIME);
    assertThat(found.generatedSizes()).containsExactly(9L);
    assertThat(found.options()).isEqualTo(OPTIONS);
    Tree before = new Tree(plan, List.of());
    Tree next = new Tree(found.plan(), List.of());
    for (int file = 0; file < plan.fileCount(); file++) {
      assertThat(found.plan().entry(file)).isEqualTo(plan.entry(file));
      assertThat(next.inodeOfFile(file)).isEqualTo(before.inodeOfFile(file));
    }
    byte[] name = "b".getBytes(UTF_8);
    assertThat(next.find(1, name)).isEqualTo(before.find(1, name)).isNotZero();
    assertThat(List.of(after.get(0), after.get(1), after.get(2))).containsExactly(-1L, 0L, 77L);
    assertThat(after.known()).isEqualTo(2);
    assertThat(after.wasToldUnknown(2)).isTrue();
    assertThat(after.wasToldUnknown(1)).isFalse();
  }

  @Test
  void aNewMountForgetsTheSizesOfTheOneBefore() throws IOException {
    RuntimeDirectory runtime = new RuntimeDirectory(directory);
    Plan plan = plan();
    new Sizes(plan, runtime.sizes(Sizes.bytes(plan))).learn(0, 5);

    runtime.write(new RuntimeDirectory.Shown(plan, TIME, List.of(9L), OPTIONS), Optional.empty());

    assertThat(new Sizes(plan, runtime.sizes(Sizes.bytes(plan))).known()).isZero();
  }

  @Test
  void theNextProcessFindsWhatHasBeenLoadedAndWhatTheKernelWasTold() throws IOException {
    RuntimeDirectory runtime = new RuntimeDirectory(directory);
    Plan plan = plan();
    LoadedFiles loaded = new LoadedFiles(plan, runtime.loaded(LoadedFiles.bytes(plan)));
    loaded.add(0);
    loaded.add(0);
    loaded.add(2);

    LoadedFiles after = new LoadedFiles(plan, runtime.loaded(LoadedFiles.bytes(plan)));

    assertThat(after.areAll()).isFalse();
    assertThat(after.wereToldNoOpens()).isFalse();
    after.add(1);
    assertThat(after.areAll()).isTrue();
    after.tellNoOpens();
    assertThat(new LoadedFiles(plan, runtime.loaded(LoadedFiles.bytes(plan))).wereToldNoOpens())
        .isTrue();
    runtime.write(new RuntimeDirectory.Shown(plan, TIME, List.of(9L), OPTIONS), Optional.empty());
    assertThat(new LoadedFiles(plan, runtime.loaded(LoadedFiles.bytes(plan))).areAll()).isFalse();
  }

  @Test
  void saysWhenNothingWasLeft() {
    assertThatThrownBy(() -> new RuntimeDirectory(directory).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plan");
  }

  @Test
  void refusesWhatAnotherVersionLeft() throws IOException {
    Path plan = directory.resolve("plan");
    RuntimeDirectory runtime = new RuntimeDirectory(directory);
    for (byte[] other : new byte[][] {{}, "nothing of the kind".getBytes(UTF_8), older()}) {
      Files.write(plan, other);

      assertThatThrownBy(runtime::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another version of aisml wrote " + plan);
    }
  }

  private static byte[] older() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeInt(0);
      out.writeObject(Instant.EPOCH);
    }
    return bytes.toByteArray();
  }

  private Plan plan() throws IOException {
    Path spec =
        Files.writeString(
            directory.resolve("spec.json"),
            """
            {"in": [{"bucket": "b", "objname": "x"}, {"bucket": "b", "objname": "d/y"},
                    {"bucket": "b", "objname": "s.tar", "archpath": "z"}]}\
            """);
    return MountPlanner.plan(List.of(spec), PlanOptions.DEFAULT).plan();
  }
}
