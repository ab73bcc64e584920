package io.aisml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | aisml: a command is missing",
        "mont | aisml: unexpected argument mont: did you mean mount?",
        "mount --endpont=x a b | unknown option --endpont: did you mean --endpoint?",
        "umount --lasy a | unknown option --lasy: did you mean --lazy?",
        "mount --colour-of-files=clip a b | aisml mount: unknown option --colour-of-files",
        "mount --cache-memory=much a b | --cache-memory: cache-memory can't be 'much'",
        "mount -o retry=x a b | -o: retry can't be 'x': expected a time",
        "mount a | expected one SOURCE or more and DIR, found only a",
        "mount | expected one SOURCE or more and DIR",
        "plan | expected one SOURCE or more",
        "umount | DIR is missing",
        "umount /proc | /proc is no mount of aisml",
        "status /proc | /proc is no mount of aisml",
        "umount /none | /none: no such file or directory",
        "mount /none/s.json /none/m | /none/m: no such file or directory",
        "plan /none/s.json | /none/s.json: no such file or directory",
        "completion fish | fish"
      })
  void saysWhatIsWrongInALineAndEndsWithOne(String arguments, String message) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1))).isEqualTo(1);
    assertThat(err.toString().lines().findFirst().orElse("")).contains(message);
    assertThat(err.toString()).doesNotContain("\tat ").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mount", "umount", "plan", "status", "doctor", "completion"})
  void everyCommandHelps(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: aisml " + command);
  }

  @Test
  void theHelpOfMountNamesEveryOption() {
    run("mount", "--help");

    assertThat(Setting.all())
        .allSatisfy(setting -> assertThat(out.toString()).contains(setting.flag()));
  }

  @Test
  void theCompletionScriptIsOneThatBashTakes() throws Exception {
    assertThat(run("completion", "bash")).isZero();
    Path script = Files.writeString(directory.resolve("completion.bash"), out.toString());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source "
                    + script
                    + "; COMP_WORDS=(aisml mount --cache-m); COMP_CWORD=2;"
                    + " _complete_aisml 2>/dev/null; echo \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();

    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .startsWith("--cache-memory");
    assertThat(bash.waitFor()).isZero();
  }

  @Test
  void plansASpec() throws Exception {
    Path spec = spec("{\"in\":[{\"objname\":\"a/x\"},{\"objname\":\"y\",\"length\":100}]}");

    assertThat(run("plan", "--bucket=b", "--json", spec.toString())).isZero();
    JsonNode plan = JsonMapper.shared().readTree(out.toString());
    assertThat(plan.path("files").asInt()).isEqualTo(2);
    assertThat(plan.path("knownBytes").asLong()).isEqualTo(100);
    assertThat(plan.path("unknownSizes").asInt()).isEqualTo(1);
    assertThat(plan.path("requests").asInt()).isEqualTo(1);
    assertThat(plan.path("treeMemory").asLong()).isPositive();
    assertThat(plan.path("tree").valueStream().map(d -> d.path("path").asString()))
        .containsExactly("", "b", "b/a");
  }

  @Test
  void plansForPeopleToo() throws Exception {
    Path spec = spec("{\"in\":[{\"objname\":\"a\"},{\"objname\":\"x//b\"}]}");

    assertThat(run("plan", "-o", "bucket=b", spec.toString())).isZero();
    assertThat(out.toString())
        .contains("a spec of 2 entries in 1 batch")
        .contains("Tree: 1 file in 2 directories")
        .contains("Left out: 1");
  }

  @Test
  void aSpecThatIsWrongIsNamedByLineAndField() throws Exception {
    Path spec = spec("{\"in\":[\n{\"objname\":\"a\",\"lenght\":1}]}");

    assertThat(run("plan", "--bucket=b", spec.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("s.json:2:").contains("lenght").contains("length");
  }

  private Path spec(String text) throws Exception {
    return Files.writeString(directory.resolve("s.json"), text);
  }

  private int run(String... arguments) {
    CommandLine line = Aisml.commandLine(new Environment(Map.of()), Caller.ofProcess(false));
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
