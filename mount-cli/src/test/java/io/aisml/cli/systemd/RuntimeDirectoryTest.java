package io.aisml.cli.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.layout.MountPlanner;
import io.aisml.fetcher.layout.PlanOptions;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fs.tree.LoadedFiles;
import io.aisml.fs.tree.Sizes;
import io.aisml.fs.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process leaves is what the next one finds. */
class RuntimeDirectoryTest {
  @TempDir Path directory;

  @Test
  void theNextProcessFindsTheSameTreeAndWhatWasKnownOfSizes() throws IOException {
    RuntimeDirectory runtime = new RuntimeDirectory(directory);
    Plan plan = plan();
    runtime.write(new RuntimeDirectory.Shown(plan, Instant.EPOCH), Optional.empty());
    Sizes sizes = new Sizes(plan, runtime.sizes(Sizes.bytes(plan)));
    sizes.learn(1, 0);
    sizes.learn(2, 77);
    sizes.tellUnknown(2);

    RuntimeDirectory.Shown found = runtime.read();
    Sizes after = new Sizes(found.plan(), runtime.sizes(Sizes.bytes(found.plan())));

    assertThat(found.time()).isEqualTo(Instant.EPOCH);
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

    runtime.write(new RuntimeDirectory.Shown(plan, Instant.EPOCH), Optional.empty());

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
    runtime.write(new RuntimeDirectory.Shown(plan, Instant.EPOCH), Optional.empty());
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

  /** Records take what another version wrote without a word, with nulls where it differs. */
  @Test
  void theFormatIsTheOneOfTheseClasses() throws Exception {
    RuntimeDirectory runtime = new RuntimeDirectory(directory);
    runtime.write(new RuntimeDirectory.Shown(plan(), Instant.EPOCH), Optional.empty());
    SortedSet<String> fields = new TreeSet<>();
    try (ObjectInputStream in =
        new ObjectInputStream(Files.newInputStream(directory.resolve("plan"))) {
          @Override
          protected ObjectStreamClass readClassDescriptor()
              throws IOException, ClassNotFoundException {
            ObjectStreamClass descriptor = super.readClassDescriptor();
            if (descriptor.getName().startsWith("io.aisml")) {
              String name = descriptor.getName().replaceFirst(".*\\.", "");
              for (ObjectStreamField field : descriptor.getFields()) {
                String type =
                    field.isPrimitive() ? "" + field.getTypeCode() : field.getTypeString();
                fields.add(name + "." + field.getName() + " " + type);
              }
            }
            return descriptor;
          }
        }) {
      assertThat(in.readInt()).isEqualTo(2);
      assertThat(in.readObject()).isEqualTo(Instant.EPOCH);
      assertThat(in.readObject()).isInstanceOf(Plan.class);
    }

    assertThat(fields)
        .as("when this changes, RuntimeDirectory.FORMAT is to be raised with it")
        .containsExactly(
            """
            Batches.again [J
            Batches.directories Ljava/util/List;
            Batches.files [I
            Batches.first [I
            Batches.firstBatch [I
            Bucket.name Ljava/lang/String;
            Bucket.namespace Lio/aisml/fetcher/spec/Namespace;
            Bucket.provider Lio/aisml/fetcher/spec/Provider;
            Clips.count I
            Clips.duration [D
            Clips.firstInGroup [I
            Clips.group [I
            Clips.inGroups [I
            Clips.offset [D
            Clips.rate [I
            Clips.recording [I
            Dentries.first [I
            Dentries.name [I
            Dentries.nameLength [B
            Dentries.parent [I
            Dentries.slots [I
            Dentries.target [I
            Dentries.text Lio/aisml/fetcher/plan/TextStore;
            Files.archpath [I
            Files.bucket [I
            Files.buckets Ljava/util/List;
            Files.clips Lio/aisml/fetcher/plan/Clips;
            Files.length [J
            Files.links [I
            Files.object [I
            Files.size [J
            Files.start [J
            Files.text Lio/aisml/fetcher/plan/TextStore;
            Namespace.name Ljava/lang/String;
            Namespace.uuid Ljava/lang/String;
            Plan.batches Lio/aisml/fetcher/plan/Batches;
            Plan.dentries Lio/aisml/fetcher/plan/Dentries;
            Plan.files Lio/aisml/fetcher/plan/Files;
            Plan.generatedCount I
            Plan.leftOut Ljava/util/List;
            Plan.leftOutCount J
            TextStore.pages Ljava/util/List;
            TextStore.used I
            """
                .strip()
                .split("\n", -1));
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
