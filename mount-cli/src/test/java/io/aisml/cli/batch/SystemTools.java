package io.aisml.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.archive.TestMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads archives by the tools that users have, and fails when one complains. */
final class SystemTools {
  /** Prints name and content of each regular member, in hexadecimal. */
  private static final String LIST =
      """
      import sys, tarfile, zipfile
      for path in sys.argv[1:]:
          if path.endswith('.zip'):
              with zipfile.ZipFile(path) as z:
                  assert z.testzip() is None
                  for i in z.infolist():
                      print(i.filename.encode().hex(), z.open(i).read().hex())
          else:
              with tarfile.open(path, 'r|*') as t:
                  for m in t:
                      assert (m.mode, m.uid, m.gid, m.mtime) == (0o644, 0, 0, 0), m
                      print(m.name.encode().hex(), t.extractfile(m).read().hex())
      """;

  private SystemTools() {}

  /** The members in order, as Python's tarfile or zipfile read them; tar, unzip or lz4 agree. */
  static List<TestMember> read(Path archive) throws IOException, InterruptedException {
    String name = archive.toString();
    Path plain = archive;
    if (name.endsWith(".zip")) {
      run("unzip", "-tq", name);
    } else if (name.endsWith(".lz4")) {
      plain = Path.of(name + ".plain");
      run("lz4", "-dfq", name, plain.toString());
      run("tar", "-tf", plain.toString());
    } else {
      run("tar", "-tf", name);
    }
    List<TestMember> members = new ArrayList<>();
    for (String line : run("python3", "-c", LIST, plain.toString()).lines().toList()) {
      String[] parts = line.split(" ", -1);
      HexFormat hex = HexFormat.of();
      members.add(
          new TestMember(new String(hex.parseHex(parts[0]), UTF_8), hex.parseHex(parts[1])));
    }
    return members;
  }

  static String sha256(Path file) throws IOException, InterruptedException {
    return run("sha256sum", file.toString()).substring(0, 64);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command[0]).isTrue();
    assertThat(process.exitValue()).as("%s: %s", String.join(" ", command), output).isZero();
    return output;
  }
}
