package io.aisml.cli;

import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.SpecOptions;
import io.aisml.fs.BatchFileSystem;
import io.aisml.fs.tree.Text;
import io.aisml.fs.tree.TextFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The generated files of a mount's {@code .aisml} directory. Any thread may ask for any of them.
 */
final class MountTexts {
  private final MountFacts facts;
  private final Settings settings;
  private final MountPlan plan;
  private final BatchSource store;

  /** Set once the file system is there; it needs these files first. */
  private final AtomicReference<@Nullable BatchFileSystem> fileSystem = new AtomicReference<>();

  /** Made when it is first asked for, and never changes. */
  private final AtomicReference<@Nullable Text> request = new AtomicReference<>();

  MountTexts(MountFacts facts, Settings settings, MountPlan plan, BatchSource store) {
    this.facts = facts;
    this.settings = settings;
    this.plan = plan;
    this.store = store;
  }

  List<TextFile> files() {
    return List.of(
        new TextFile("status.json", () -> Text.of(status())),
        new TextFile("config.json", () -> Text.of(config())),
        new TextFile("request.json", this::request),
        new TextFile("errors.jsonl", () -> Text.of(errors())));
  }

  /** Begins to tell of the file system that these files are part of. */
  void tellOf(BatchFileSystem fs) {
    fileSystem.set(fs);
  }

  private byte[] status() {
    BatchFileSystem fs = fileSystem.get();
    return fs == null ? new byte[0] : pretty(MountStatus.now(facts, fs.status(), store, plan));
  }

  private byte[] config() {
    Map<String, Map<String, String>> options = new LinkedHashMap<>();
    for (Setting<?> setting : Setting.all()) {
      Optional.ofNullable(settings.given().get(setting))
          .ifPresent(
              given ->
                  options.put(
                      setting.name(),
                      Map.of("value", given.withoutPassword(), "from", given.origin())));
    }
    return pretty(options);
  }

  private Text request() {
    Text text = request.get();
    if (text == null) {
      text =
          new RequestText(
              plan.plan(),
              new SpecOptions(
                  Optional.of(settings.get(Setting.WIRE_FORMAT)),
                  Optional.of(true),
                  Optional.of(true),
                  Optional.of(true),
                  OptionalInt.of(settings.get(Setting.COLOC))));
      request.set(text);
    }
    return text;
  }

  private byte[] errors() {
    BatchFileSystem fs = fileSystem.get();
    StringBuilder lines = new StringBuilder();
    if (fs != null) {
      fs.failures().forEach(failed -> lines.append(json().writeValueAsString(failed)).append('\n'));
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Not a field: its hundreds of classes would be loaded while somebody waits for the mount. */
  private static ObjectMapper json() {
    return JsonMapper.shared();
  }

  private static byte[] pretty(Object value) {
    String text = json().writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
