package io.aisml.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionListTest {
  @Test
  void readsNamesWithAndWithoutValues() throws UsageException {
    assertThat(OptionList.parse("strict,cache-memory=2g,endpoint=http://a http://b"))
        .hasSize(3)
        .containsEntry(Setting.STRICT, "true")
        .containsEntry(Setting.CACHE_MEMORY, "2g")
        .containsEntry(Setting.ENDPOINT, "http://a http://b");
  }

  @Test
  void keepsACommaAndABackslashBehindABackslash() throws UsageException {
    assertThat(OptionList.parse("log-file=/a\\,b\\\\c,strict"))
        .containsEntry(Setting.LOG_FILE, "/a,b\\c")
        .containsEntry(Setting.STRICT, "true");
  }

  @Test
  void keepsOtherBackslashesAndFurtherEqualsSigns() throws UsageException {
    assertThat(OptionList.parse("output-template=a\\d=1"))
        .containsEntry(Setting.OUTPUT_TEMPLATE, "a\\d=1");
  }

  @Test
  void passesOverUnknownOptionsWhenSloppy() throws UsageException {
    assertThat(OptionList.parse("sloppy,colour=9,strict"))
        .hasSize(1)
        .containsEntry(Setting.STRICT, "true");
    assertThatThrownBy(() -> OptionList.parse("sloppy,remount")).hasMessageContaining("remount");
  }

  @Test
  void dropsTheOptionsOfMountItself() throws UsageException {
    String ofMount =
        "rw,ro,defaults,_netdev,nofail,noauto,auto,user,users,nouser,noatime,relatime,nosuid,nodev,"
            + "noexec,exec,suid,dev,x-systemd.automount,X-mount.mkdir=0755,comment=a b,,";

    assertThat(OptionList.parse(ofMount)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpont=x | -o endpont: unknown option: did you mean endpoint?",
        "allow_other | -o allow_other: unknown option: did you mean allow-other?",
        "colour-of-files=clip | -o colour-of-files: unknown option: see aisml mount --help",
        "cache-memory | -o cache-memory: a value is missing: cache-memory=SIZE",
        "retry=1s,retry=2s | -o retry is given twice, as '1s' and '2s'",
        "foreground | -o foreground: only the flag -f or --foreground does that"
      })
  void namesWhatIsWrong(String list, String message) {
    assertThatThrownBy(() -> OptionList.parse(list))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void refusesToChangeAMount() {
    assertThatThrownBy(() -> OptionList.parse("remount,ro"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("unmount it and mount it again");
  }
}
