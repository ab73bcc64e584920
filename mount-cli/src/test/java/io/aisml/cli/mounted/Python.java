package io.aisml.cli.mounted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scripts of {@code src/test/python}, for the Python that has PyTorch. */
final class Python {
  private Python() {}

  /** The words that run a script. */
  static String[] script(String name, Object... arguments) {
    String python = System.getenv("AISML_TEST_PYTHON");
    if (python == null) {
      throw new IllegalStateException(
          "AISML_TEST_PYTHON must name a Python with PyTorch; ./test installs one and sets it");
    }
    List<String> words = new ArrayList<>(List.of(python));
    words.add(Path.of("src", "test", "python", name + ".py").toAbsolutePath().toString());
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return words.toArray(String[]::new);
  }
}
