package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code aisml prefetch}. */
class PrefetchIT {
  private static final int FILES = 2000;
  private static final int SIZE = 3000;

  @RegisterExtension private final Mounts mounts = new Mounts();

  private Path spec;
  private List<String> names;

  @BeforeEach
  void makeStore() throws IOException {
    Path bucket = Files.createDirectories(mounts.directory().resolve("store/ais/b"));
    Random random = new Random(5);
    names = IntStream.range(0, FILES).mapToObj("f%04d"::formatted).collect(Collectors.toList());
    for (String name : names) {
      byte[] content = new byte[SIZE];
      random.nextBytes(content);
      Files.write(bucket.resolve(name), content);
    }
    spec =
        mounts.file(
            "s.json",
            names.stream()
                .map("{\"objname\":\"%s\",\"bucket\":\"b\"}"::formatted)
                .collect(Collectors.joining(",", "{\"in\":[", "]}")));
  }

  private MountedCommand mount(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "--endpoint=file://" + mounts.directory().resolve("store");
    System.arraycopy(options, 0, all, 1, options.length);
    return mounts.mount(spec, all);
  }

  @Test
  void loadsAheadInLargeRequestsAndReadingAsksNoMore() throws Exception {
    MountedCommand mount = mount("--open=never");
    Collections.shuffle(names, new Random(1));
    String list = names.stream().map(name -> "b/" + name + "\n").collect(Collectors.joining());

    assertThat(run(mount, "", list)).isEqualTo(new Launched.Result(0, "", ""));

    Eventually.until(() -> mount.counter("/files/loads/members") == FILES);
    assertThat(mount.counter("/store/batchRequests")).isLessThanOrEqualTo(FILES / 256 + 1);
    assertThat(mount.counter("/store/entryRequests")).isZero();
    mount.assertSameAs(mounts.directory().resolve("store/ais"));
    assertThat(mount.counter("/files/loads/members")).isEqualTo(FILES);
  }

  @Test
  void takesNamesAsTheyComeAndTellsThoseOfNoFile() throws Exception {
    MountedCommand mount = mount();
    String list =
        "b/f0001\n\nb/nothing\n" + mount.point() + "/b/f0002\n./b//f0003\nb\n/etc/passwd\n";

    Launched.Result result = run(mount, "", list);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().lines())
        .containsExactly(
            "aisml prefetch: line 3: b/nothing: no such file in " + mount.point(),
            "aisml prefetch: line 6: b: no such file in " + mount.point(),
            "aisml prefetch: line 7: /etc/passwd: no such file in " + mount.point());
    Eventually.until(() -> mount.counter("/files/loads/members") == 3);
    assertThat(run(mount, "-0", "b/f0004\0b/f0005").exitCode()).isZero();
    Eventually.until(() -> mount.counter("/files/loads/members") == 5);
  }

  @Test
  void saysWhereItCanNotAsk() throws IOException {
    Launched.Result none = mounts.aisml("prefetch", mounts.directory().toString());
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("is no mount of aisml");

    MountedCommand mount = mount();
    Files.delete(Path.of(mount.status().at("/mount/socket").asString()));
    Launched.Result gone = run(mount, "", "b/f0001\n");
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err()).contains("can't be asked over").hasLineCount(1);
  }

  private Launched.Result run(MountedCommand mount, String option, String input) {
    Path list = mounts.file("names", input);
    return mount.run(
        "sh",
        "-c",
        "exec '%s' prefetch %s '%s' < '%s'"
            .formatted(Launched.LAUNCHER, option, mount.point(), list));
  }
}
