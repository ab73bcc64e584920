package io.aisml.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastingOptionsTest {
  private static final Environment NOTHING = new Environment(Map.of("HOME", "/none"));

  @Test
  void tellsBothValuesOfEachThatAMountKeeps() throws UsageException {
    LastingOptions before = of("/a.json", "/mnt", "batch-size=10,fmode=0400,bucket=ais://b");

    assertThat(before.changes(of("/b.json", "/data", "batch-size=20,view=clip")))
        .containsExactly(
            "directory= was '/mnt' and is '/data'",
            "source= was '/a.json' and is '/b.json'",
            "bucket= was 'ais://b' and is not given",
            "batch-size= was '10' and is '20'",
            "view= was 'whole' and is 'clip'",
            "fmode= was '0400' and is '0444'");
  }

  @Test
  void passesOverWhatTheNextProcessTakes() throws UsageException {
    LastingOptions before = of("/a.json", "/mnt", "cache-memory=1g,endpoint=http://a");

    assertThat(before.changes(of("/a.json", "/mnt", "cache-memory=2g,endpoint=http://b,retry=1m")))
        .isEmpty();
  }

  @Test
  void comparesValuesAndNotHowTheyAreWritten() throws UsageException {
    LastingOptions before = of("/a.json", "/mnt", "strict,batch-duration=60s,bucket=b");

    assertThat(before.changes(of("/a.json", "/mnt", "strict=yes,batch-duration=1m,bucket=ais://b")))
        .isEmpty();
  }

  @Test
  void letsOpensEndAndNotBeginAgain() throws UsageException {
    LastingOptions always = of("/a.json", "/mnt", "");
    LastingOptions never = of("/a.json", "/mnt", "open=never");

    assertThat(always.changes(never)).isEmpty();
    assertThat(never.changes(always)).containsExactly("open= was 'never' and is 'always'");
  }

  @Test
  void takesWhatAnotherVersionHadNotForItsDefault() throws UsageException {
    LastingOptions now = of("/a.json", "/mnt", "");
    Map<String, String> older = new HashMap<>(now.values());
    older.remove(Setting.OPEN_ARCHIVES.name());
    older.put("no-longer", "x");
    older.put(Setting.NAMES.name(), "no-longer");

    assertThat(new LastingOptions(older).changes(now))
        .containsExactly("names= was 'no-longer' and is 'id'");
  }

  private static LastingOptions of(String source, String directory, String list)
      throws UsageException {
    return LastingOptions.of(
        List.of(source),
        Path.of(directory),
        Settings.resolve(Map.of(), list, NOTHING, Optional.empty(), Map.of()));
  }
}
