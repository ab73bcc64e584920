package io.aisml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each statement of docs/SEMANTICS.md names the tests that fail when it is not so. */
class SemanticsDocTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOC = ROOT.resolve(Path.of("docs", "SEMANTICS.md"));

  /** An item of a list, or a row of a table; not the rows that make its head. */
  private static final Pattern STATEMENT =
      Pattern.compile("^\\* .*(?:\\n  .*)*|(?<=\\|\\n)\\| [^-].*", Pattern.MULTILINE);

  /** A test class, and perhaps one of its methods. */
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

  @TestFactory
  Stream<DynamicTest> namesTests() throws IOException {
    List<MatchResult> statements =
        STATEMENT.matcher(Files.readString(DOC).replace("\r", "")).results().toList();
    assertThat(statements).hasSizeGreaterThan(30);
    return statements.stream()
        .map(MatchResult::group)
        .map(text -> DynamicTest.dynamicTest(text, () -> assertNamesTests(text)));
  }

  private static void assertNamesTests(String statement) throws IOException {
    List<MatchResult> tests = TEST.matcher(statement).results().toList();
    assertThat(tests).as("tests that the statement names").isNotEmpty();
    for (MatchResult test : tests) {
      String name = test.group(1);
      List<String> sources = sources(name);
      assertThat(sources).as("source of " + name).isNotEmpty();
      Optional.ofNullable(test.group(2))
          .ifPresent(
              method ->
                  assertThat(sources)
                      .as(name + "." + method)
                      .anyMatch(source -> source.contains("void " + method + "(")));
    }
  }

  /** What the test classes of a name say; modules may have classes of the same name. */
  static List<String> sources(String className) throws IOException {
    List<String> sources = new ArrayList<>();
    for (String module : List.of("fetcher", "fs", "mount-cli", "systemd")) {
      Path tests = ROOT.resolve(module).resolve(Path.of("src", "test", "java"));
      if (Files.isDirectory(tests)) {
        try (Stream<Path> files = Files.walk(tests)) {
          for (Path file : files.filter(f -> f.endsWith(className + ".java")).toList()) {
            sources.add(Files.readString(file));
          }
        }
      }
    }
    return sources;
  }
}
