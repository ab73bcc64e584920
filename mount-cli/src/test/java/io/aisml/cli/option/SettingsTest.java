package io.aisml.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path home;

  private final Map<Setting<?>, String> flags = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<Setting<?>, String> hostDefaults = new HashMap<>();
  private String list = "";
  private Optional<Path> configuration = Optional.empty();

  @BeforeEach
  void setHome() {
    variables.put("HOME", home.toString());
  }

  @Test
  void givesDefaults() throws UsageException {
    Settings settings = resolve();

    assertThat(settings.get(Setting.ENDPOINT)).isEqualTo(List.of("http://127.0.0.1:8080"));
    assertThat(settings.get(Setting.OPEN_TIMEOUT)).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.get(Setting.FMODE)).isEqualTo(0444);
    assertThat(settings.find(Setting.BUCKET)).isEmpty();
    assertThat(settings.given().get(Setting.RETRY)).isEqualTo(new Given("30s", "default"));
  }

  @Test
  void aPlaceThatComesFirstWins() throws Exception {
    hostDefaults.put(Setting.CACHE_MEMORY, "1m");
    assertEndpoint("http://127.0.0.1:8080", "default");

    cliJson("{\"cluster\": {\"url\": \"http://cli\"}}");
    assertEndpoint("http://cli", home.resolve(".config/ais/cli/cli.json").toString());

    Path file = configure("# a comment", "", "endpoint = http://file");
    assertEndpoint("http://file", file + ":3");

    variables.put("AIS_ENDPOINT", "http://variable");
    assertEndpoint("http://variable", "AIS_ENDPOINT");

    list = "endpoint=http://list";
    assertEndpoint("http://list", "-o");

    list = "";
    flags.put(Setting.ENDPOINT, "http://flag");
    assertEndpoint("http://flag", "--endpoint");
  }

  @Test
  void takesTlsFromAistoresOwnConfiguration() throws Exception {
    cliJson(
        """
        {"cluster": {"url": "https://h:51080", "client_crt": "/c.pem", "client_crt_key": "/k.pem",
          "client_ca_tls": "/ca.pem", "skip_verify_crt": true, "default_ais_host": "x"},
         "timeout": {"tcp_timeout": "60s"}}
        """);
    Settings settings = resolve();

    assertThat(settings.find(Setting.CERT)).contains(Path.of("/c.pem"));
    assertThat(settings.find(Setting.KEY)).contains(Path.of("/k.pem"));
    assertThat(settings.find(Setting.CA)).contains(Path.of("/ca.pem"));
    assertThat(settings.get(Setting.SKIP_VERIFY)).isTrue();
  }

  @Test
  void anEmptyVariableSaysNothing() throws UsageException {
    variables.put("AIS_ENDPOINT", "");

    assertEndpoint("http://127.0.0.1:8080", "default");
  }

  @Test
  void readsABucketWithProviderAndNamespace() throws UsageException {
    list = "bucket=s3://speech";

    assertThat(resolve().find(Setting.BUCKET)).contains(Bucket.of(Provider.AWS, "speech"));
  }

  @Test
  void theSameValueInTwoPlacesOfTheCommandLineIsNoConflict() throws UsageException {
    flags.put(Setting.RETRY, "1s");
    list = "retry=1s";

    assertThat(resolve().get(Setting.RETRY)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void namesAConflictInTheCommandLine() {
    flags.put(Setting.RETRY, "1s");
    list = "retry=2s";

    assertRefused("retry is given twice: '1s' as --retry and '2s' in -o");
  }

  @Test
  void namesThePlaceOfABadValue() {
    variables.put("AISML_CACHE_MEMORY", "much");

    assertRefused(
        "AISML_CACHE_MEMORY: cache-memory can't be 'much': expected a size such as 512MiB or 2g");
  }

  @Test
  void aConfigurationFileMayBeWrittenForSystemd() throws Exception {
    configure("AIS_ENDPOINT=\"http://quoted\"", "AISML_STRICT='true'", "CACHE_MEMORY=2g");
    Settings settings = resolve();

    assertThat(settings.get(Setting.ENDPOINT)).isEqualTo(List.of("http://quoted"));
    assertThat(settings.get(Setting.STRICT)).isTrue();
    assertThat(settings.get(Setting.CACHE_MEMORY)).isEqualTo(2L << 30);
  }

  @Test
  void namesFileAndLineOfAnUnknownOption() throws Exception {
    Path file = configure("retry=1s", "cach-memory=2g");

    assertRefused(file + ":2: cach-memory: unknown option: did you mean cache-memory?");
  }

  @Test
  void namesFileAndLineOfWhatIsNoOption() throws Exception {
    Path file = configure("strict");

    assertRefused(file + ":1: expected name=value, found 'strict'");
  }

  @Test
  void namesAConfigurationFileThatIsNotThere() {
    configuration = Optional.of(home.resolve("none.conf"));

    assertRefused(
        "configuration file " + home + "/none.conf can't be read: no such file or directory");
  }

  @Test
  void namesACliJsonThatIsNoJson() throws Exception {
    cliJson("{");

    assertThatThrownBy(this::resolve)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cli.json: not the JSON that ais writes");
  }

  @Test
  void tellsWhetherTheCommandLineSaysSo() throws UsageException {
    variables.put("AIS_AUTHN_TOKEN_FILE", "/t");
    assertThat(resolve().isFromCommandLine(Setting.TOKEN_FILE)).isFalse();

    list = "token-file=/u";
    assertThat(resolve().isFromCommandLine(Setting.TOKEN_FILE)).isTrue();
  }

  @Test
  void hidesAPasswordInAnAddress() {
    assertThat(new Given("http://me:secret@h:1 http://i", "").withoutPassword())
        .isEqualTo("http://***@h:1 http://i");
  }

  private void assertEndpoint(String url, String origin) throws UsageException {
    Settings settings = resolve();
    assertThat(settings.get(Setting.ENDPOINT)).isEqualTo(List.of(url));
    assertThat(settings.given().get(Setting.ENDPOINT)).isEqualTo(new Given(url, origin));
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::resolve).isInstanceOf(UsageException.class).hasMessage(message);
  }

  private Settings resolve() throws UsageException {
    return Settings.resolve(flags, list, new Environment(variables), configuration, hostDefaults);
  }

  private Path configure(String... lines) throws IOException {
    Path file = Files.write(home.resolve("aisml.conf"), List.of(lines));
    configuration = Optional.of(file);
    return file;
  }

  private void cliJson(String text) throws IOException {
    Path file = home.resolve(".config/ais/cli/cli.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
