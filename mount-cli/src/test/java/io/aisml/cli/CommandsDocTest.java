package io.aisml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each row of docs/COMMANDS.md names the tests that fail when it is not so. */
class CommandsDocTest {
  private static final Path DOC = Path.of("..", "docs", "COMMANDS.md");

  /** A row of four cells; not one of the head's. The last cell is the group. */
  private static final Pattern ROW =
      Pattern.compile("\\| (?!row )[^-](?:[^|]|\\\\\\|)*\\|(?:(?:[^|]|\\\\\\|)*\\|){2}([^|]*)\\|");

  /** A test class, or a method of the command's rows or of the class behind it. */
  private static final Pattern TEST = Pattern.compile("`(\\w+)`(?: \\(`(\\w+)`\\))?");

  @TestFactory
  Stream<DynamicTest> namesTests() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    String rows = "GetBatchRows";
    for (String line : Files.readAllLines(DOC)) {
      if (line.startsWith("# aisml lhotse-get-batch")) {
        rows = "LhotseRows";
      }
      for (MatchResult row : ROW.matcher(line).results().toList()) {
        String named = row.group(1);
        String ofCommand = rows;
        tests.add(DynamicTest.dynamicTest(line, () -> assertNamesTests(named, ofCommand)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(50);
    return tests.stream();
  }

  private static void assertNamesTests(String cell, String rows) throws IOException {
    List<MatchResult> tests = TEST.matcher(cell).results().toList();
    assertThat(tests).as("tests that the row names").isNotEmpty();
    for (MatchResult test : tests) {
      String name = test.group(1);
      if (Character.isUpperCase(name.charAt(0))) {
        assertThat(SemanticsDocTest.sources(name)).as("source of " + name).isNotEmpty();
      } else {
        String type = test.group(2) == null ? rows : test.group(2);
        assertThat(SemanticsDocTest.sources(type))
            .as(type + "." + name)
            .anyMatch(source -> source.contains("void " + name + "("));
      }
    }
  }
}
