package io.aisml.cli.option;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.BucketUri;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fs.OpenMode;
import io.aisml.fs.SizeMode;
import io.aisml.fs.load.FetchMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One option of {@code aisml mount}, under one name everywhere: {@code --name=value}, {@code -o
 * name=value}, {@code name=value} in a configuration file. The constants are the whole table;
 * docs/CONFIGURATION.md is checked against it.
 *
 * @param environment the variable that gives the value
 * @param cliKey the key inside {@code cluster} of AIStore's {@code cli.json} that gives the value,
 *     or empty. AIStore {@code cmd/cli/config/config.go: ClusterConfig}
 * @param standard the default as its user would write it, or empty when there is none
 * @param standardText what the documentation says of the default
 */
public record Setting<T>(
    SettingGroup group,
    String name,
    ValueType<T> type,
    String environment,
    String cliKey,
    String standard,
    String standardText,
    String description) {

  private static final String BUCKET_FORM = "[provider://][@uuid#namespace/]name";

  public static final Setting<List<String>> ENDPOINT =
      of(SettingGroup.STORE, "endpoint", ValueType.URLS)
          .environment("AIS_ENDPOINT")
          .cliKey("url")
          .standard("http://127.0.0.1:8080")
          .is(
              "Where AIStore answers: one URL or several, separated by blanks;"
                  + " file:///dir is a directory as the store.");
  public static final Setting<Path> TOKEN_FILE =
      of(SettingGroup.STORE, "token-file", ValueType.PATH)
          .environment("AIS_AUTHN_TOKEN_FILE")
          .standardText("~/.config/ais/cli/auth.token, if there is one")
          .is(
              "File with the token that ais auth login wrote; read again when it changes."
                  + " The variable AIS_AUTHN_TOKEN holds a token itself.");
  public static final Setting<Path> CA =
      of(SettingGroup.STORE, "ca", ValueType.PATH)
          .environment("AIS_CLIENT_CA")
          .cliKey("client_ca_tls")
          .is("PEM file with certificate authorities to trust beside the system's.");
  public static final Setting<Path> CERT =
      of(SettingGroup.STORE, "cert", ValueType.PATH)
          .environment("AIS_CRT")
          .cliKey("client_crt")
          .is("PEM file with the client's certificate.");
  public static final Setting<Path> KEY =
      of(SettingGroup.STORE, "key", ValueType.PATH)
          .environment("AIS_CRT_KEY")
          .cliKey("client_crt_key")
          .is("PEM file with the key of the client's certificate.");
  public static final Setting<Boolean> SKIP_VERIFY =
      of(SettingGroup.STORE, "skip-verify", ValueType.FLAG)
          .environment("AIS_SKIP_VERIFY_CRT")
          .cliKey("skip_verify_crt")
          .standard("false")
          .is("Trust any certificate of the server. For trials only.");
  public static final Setting<ArchiveFormat> WIRE_FORMAT =
      of(SettingGroup.STORE, "wire-format", WireFormat.TYPE)
          .standard("tar")
          .is("How the store packs a batch; tar.lz4 saves bytes on a thin network.");
  public static final Setting<Integer> COLOC =
      of(SettingGroup.STORE, "coloc", new ValueType<>("0|1|2", "0, 1 or 2", Setting::level))
          .standard("0")
          .is(
              "How near to each other a batch's objects lie; with 1 or 2 AIStore has the target"
                  + " that holds most of them pack the batch.");

  public static final Setting<Bucket> BUCKET =
      of(SettingGroup.CONTENT, "bucket", new ValueType<>("BUCKET", BUCKET_FORM, Setting::bucket))
          .is("Bucket of names and of entries of a spec without one: " + BUCKET_FORM + ".");
  public static final Setting<String> LIST =
      of(SettingGroup.CONTENT, "list", ValueType.TEXT)
          .is("Objects by name, a,b,c; \\, is a comma in a name. @FILE has one name a line.");
  public static final Setting<String> TEMPLATE =
      of(SettingGroup.CONTENT, "template", ValueType.TEXT)
          .is(
              "Objects by ranges in their names: {0000..0146}, {a..z}, {x,y}, @0146, %04d."
                  + " dir/ takes all below it, s.tar/ all members.");
  public static final Setting<String> PREFIX =
      of(SettingGroup.CONTENT, "prefix", ValueType.TEXT)
          .is("Objects whose names begin so; dir/ for those of a virtual directory.");
  public static final Setting<String> SPEC =
      of(SettingGroup.CONTENT, "spec", ValueType.TEXT)
          .is("A spec: a file, - for standard input, or its JSON or YAML itself.");
  public static final Setting<String> CUTS =
      of(SettingGroup.CONTENT, "cuts", ValueType.INPUT)
          .is("A manifest: a file, - for standard input, or an object's URL.");
  public static final Setting<Boolean> OMIT_SRC_BCK =
      of(SettingGroup.CONTENT, "omit-src-bck", ValueType.FLAG)
          .standard("false")
          .is("Names of files without the bucket in front.");
  public static final Setting<Boolean> OPEN_ARCHIVES =
      of(SettingGroup.CONTENT, "open-archives", ValueType.FLAG)
          .standard("false")
          .is(
              "Show the archives of a bucket or virtual directory as directories of their members."
                  + " Archives are known by their suffix; of a cloud bucket only those in the"
                  + " cluster are opened. A shard with members stored as ./NAME is fetched whole.");
  public static final Setting<Boolean> STRICT =
      of(SettingGroup.CONTENT, "strict", ValueType.FLAG)
          .standard("false")
          .is("Refuse to mount when an entry or a line can't be shown, instead of leaving it out.");
  public static final Setting<Integer> BATCH_SIZE =
      of(SettingGroup.CONTENT, "batch-size", ValueType.COUNT)
          .standardText("1000; with several manifests: each is one batch")
          .is("Cuts of a manifest in one batch and directory.");
  public static final Setting<String> OUTPUT_TEMPLATE =
      of(SettingGroup.CONTENT, "output-template", new ValueType<>("TEMPLATE", "a template", t -> t))
          .standardText("b-{000000..}")
          .is("Names of a manifest's batch directories; an archive suffix is dropped.");
  public static final Setting<Duration> BATCH_DURATION =
      of(SettingGroup.CONTENT, "batch-duration", ValueType.DURATION)
          .is("How long the cuts of one batch last together at most.");
  public static final Setting<CutNaming> NAMES =
      of(SettingGroup.CONTENT, "names", ValueType.oneOf(CutNaming.class))
          .standard("id")
          .is(
              "What files of cuts are called by: their number and the cut's id, their number"
                  + " alone, or the name that the source has.");
  public static final Setting<CutView> VIEW =
      of(SettingGroup.CONTENT, "view", ValueType.oneOf(CutView.class))
          .standard("whole")
          .is(
              "What files of cuts are: the recordings as they are, or clips, playable files of the"
                  + " cuts' samples alone, where a recording can be clipped.");
  public static final Setting<Duration> CLIP_MARGIN =
      of(SettingGroup.CONTENT, "clip-margin", ValueType.DURATION)
          .standard("0s")
          .is("How much of its recording a clip has before and behind the cut.");
  public static final Setting<Path> PATH_PREFIX =
      of(SettingGroup.CONTENT, "path-prefix", ValueType.PLACE)
          .standardText("the mount point")
          .is("Where whoever reads a rewritten cuts.jsonl sees the mount.");
  public static final Setting<Boolean> RELATIVE =
      of(SettingGroup.CONTENT, "relative", ValueType.FLAG)
          .standard("false")
          .is("Paths in a rewritten cuts.jsonl from the mount point on, without it.");
  public static final Setting<Boolean> ARRAYS =
      of(SettingGroup.CONTENT, "arrays", ValueType.FLAG)
          .standard("false")
          .is("Show features and arrays of cuts that are files of their own in the store, too.");
  public static final Setting<ObjectSource> SHAR =
      of(SettingGroup.CONTENT, "shar", ValueType.DIRECTORY)
          .standardText("beside manifests that are objects")
          .is("Where the tars of a Lhotse Shar directory are, whose cuts.*.jsonl.gz is mounted.");
  public static final Setting<Boolean> METADATA =
      of(SettingGroup.CONTENT, "metadata", ValueType.FLAG)
          .standard("false")
          .is("A metadata.jsonl in each batch of cuts, for Hugging Face's audiofolder.");
  public static final Setting<Boolean> NEMO =
      of(SettingGroup.CONTENT, "nemo", ValueType.FLAG)
          .standard("false")
          .is("A nemo.jsonl in each batch of cuts, for NeMo.");

  public static final Setting<Long> CACHE_MEMORY =
      of(SettingGroup.LOADING, "cache-memory", ValueType.SIZE)
          .standardText("a quarter of RAM, or of the cgroup's limit")
          .is("Bytes of members held in memory, in whatever state. A hard bound.");
  public static final Setting<Path> CACHE_DIR =
      of(SettingGroup.LOADING, "cache-dir", ValueType.PLACE)
          .is(
              "Directory on a local disk that keeps what was received; later mounts of the same"
                  + " objects find it there. Mounts may share it.");
  public static final Setting<Long> CACHE_DIR_SIZE =
      of(SettingGroup.LOADING, "cache-dir-size", ValueType.SIZE)
          .standard("10g")
          .is("Bytes that cache-dir holds at most.");
  public static final Setting<FetchMode> FETCH =
      of(SettingGroup.LOADING, "fetch", ValueType.oneOf(FetchMode.class))
          .standard("auto")
          .is("What reading a file loads: batch its whole batch, entry only itself.");
  public static final Setting<OptionalInt> READ_AHEAD =
      of(SettingGroup.LOADING, "read-ahead", ValueType.NUMBER_OR_AUTO)
          .standard("auto")
          .is("Batches that are loaded ahead of a reader that reads in order.");
  public static final Setting<OptionalInt> REQUESTS =
      of(SettingGroup.LOADING, "requests", ValueType.COUNT_OR_AUTO)
          .standard("auto")
          .is(
              "Requests in flight at most; auto: 4 get-batches, as many as 16 where more bring more"
                  + " bytes a second, fewer while the store refuses some.");
  public static final Setting<SizeMode> SIZES =
      of(SettingGroup.LOADING, "sizes", ValueType.oneOf(SizeMode.class))
          .standard("background")
          .is(
              "When sizes become known: background lists beside the mount, which waits for"
                  + " that a second at most, lazy waits for the files to be loaded, eager mounts"
                  + " when all are known.");

  public static final Setting<OpenMode> OPEN =
      of(SettingGroup.LOADING, "open", ValueType.oneOf(OpenMode.class))
          .standard("always")
          .is(
              "Whether open(2) of a file asks the mount, and so waits and tells errors: auto until"
                  + " every file has been loaded once, never leaves both to read(2).");

  public static final Setting<Boolean> PUSH =
      of(SettingGroup.LOADING, "push", ValueType.ON_OFF)
          .standard("on")
          .is(
              "Put members into the kernel's page cache before they are read; off where memory is"
                  + " tight: they are then held once.");

  public static final Setting<Duration> OPEN_TIMEOUT =
      of(SettingGroup.ERRORS, "open-timeout", ValueType.DURATION)
          .standard("5m")
          .is("How long open(2) waits for a file's content before it fails with ETIMEDOUT.");
  public static final Setting<Duration> NEGATIVE_TTL =
      of(SettingGroup.ERRORS, "negative-ttl", ValueType.DURATION)
          .standard("5s")
          .is("How long a failure is remembered before a later open tries again.");
  public static final Setting<Duration> RETRY =
      of(SettingGroup.ERRORS, "retry", ValueType.DURATION)
          .standard("30s")
          .is("How long mount waits for a store that does not answer.");
  public static final Setting<Boolean> LAZY_CONNECT =
      of(SettingGroup.ERRORS, "lazy-connect", ValueType.FLAG)
          .standard("false")
          .is("Mount without asking whether the store answers.");

  public static final Setting<Integer> UID =
      of(SettingGroup.MOUNT, "uid", ValueType.NUMBER)
          .standardText("the caller's")
          .is("Owner of all files, as a number.");
  public static final Setting<Integer> GID =
      of(SettingGroup.MOUNT, "gid", ValueType.NUMBER)
          .standardText("the caller's")
          .is("Group of all files, as a number.");
  public static final Setting<Integer> FMODE =
      of(SettingGroup.MOUNT, "fmode", ValueType.MODE).standard("0444").is("Permissions of files.");
  public static final Setting<Integer> DMODE =
      of(SettingGroup.MOUNT, "dmode", ValueType.MODE)
          .standard("0555")
          .is("Permissions of directories.");
  public static final Setting<Boolean> ALLOW_OTHER =
      of(SettingGroup.MOUNT, "allow-other", ValueType.FLAG)
          .standardText("true for root, false otherwise")
          .is(
              "Let other users look in; an ordinary user needs user_allow_other in"
                  + " /etc/fuse.conf.");
  public static final Setting<FuseKind> FUSE =
      of(SettingGroup.MOUNT, "fuse", ValueType.oneOf(FuseKind.class))
          .standard("kernel")
          .is("kernel speaks FUSE with the kernel itself, jnr goes through libfuse 2.");

  public static final Setting<LogLevel> LOG_LEVEL =
      of(SettingGroup.RUN, "log-level", ValueType.oneOf(LogLevel.class))
          .standard("info")
          .is("What is logged.");
  public static final Setting<Path> LOG_FILE =
      of(SettingGroup.RUN, "log-file", ValueType.PATH)
          .standardText("one a mount in /var/log/aisml, or in $XDG_STATE_HOME/aisml")
          .is("Where a mount in the background logs. In the foreground: standard error.");
  public static final Setting<Boolean> DEBUG =
      of(SettingGroup.RUN, "debug", ValueType.FLAG)
          .standard("false")
          .is("Log at least at level debug, with stack traces.");

  private static final List<Setting<?>> ALL =
      List.of(
          ENDPOINT,
          TOKEN_FILE,
          CA,
          CERT,
          KEY,
          SKIP_VERIFY,
          WIRE_FORMAT,
          COLOC,
          BUCKET,
          LIST,
          TEMPLATE,
          PREFIX,
          SPEC,
          CUTS,
          OMIT_SRC_BCK,
          OPEN_ARCHIVES,
          STRICT,
          BATCH_SIZE,
          OUTPUT_TEMPLATE,
          BATCH_DURATION,
          NAMES,
          VIEW,
          CLIP_MARGIN,
          PATH_PREFIX,
          RELATIVE,
          ARRAYS,
          SHAR,
          METADATA,
          NEMO,
          CACHE_MEMORY,
          CACHE_DIR,
          CACHE_DIR_SIZE,
          FETCH,
          READ_AHEAD,
          REQUESTS,
          SIZES,
          OPEN,
          PUSH,
          OPEN_TIMEOUT,
          NEGATIVE_TTL,
          RETRY,
          LAZY_CONNECT,
          UID,
          GID,
          FMODE,
          DMODE,
          ALLOW_OTHER,
          FUSE,
          LOG_LEVEL,
          LOG_FILE,
          DEBUG);

  /** All options, in the order in which they are shown. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** The option of that name. */
  public static Optional<Setting<?>> named(String name) {
    return ALL.stream().filter(setting -> setting.name.equals(name)).findFirst();
  }

  /** The option's flag on the command line. */
  public String flag() {
    return "--" + name;
  }

  /** Whether the name alone means yes. */
  public boolean isFlag() {
    return type.equals(ValueType.FLAG);
  }

  /**
   * Reads a value.
   *
   * @param where what a message names as the place of the value
   */
  T parse(String text, String where) throws UsageException {
    try {
      return type.parser().apply(text);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new UsageException(
          "%s: %s can't be '%s': expected %s".formatted(where, name, text, type.expected()));
    }
  }

  /** Two options of one name are the same: there are none but the constants. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Setting<?> setting && setting.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  private static Bucket bucket(String text) {
    try {
      return BucketUri.parseBucket(text);
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static int level(String text) {
    return Objects.checkIndex(Integer.parseInt(text), 3);
  }

  private static <T> Builder<T> of(SettingGroup group, String name, ValueType<T> type) {
    return new Builder<>(group, name, type);
  }

  private static final class Builder<T> {
    private final SettingGroup group;
    private final String name;
    private final ValueType<T> type;
    private String environment;
    private String cliKey = "";
    private String standard = "";
    private String standardText = "";

    Builder(SettingGroup group, String name, ValueType<T> type) {
      this.group = group;
      this.name = name;
      this.type = type;
      environment = "AISML_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    Builder<T> environment(String variable) {
      environment = variable;
      return this;
    }

    Builder<T> cliKey(String key) {
      cliKey = key;
      return this;
    }

    Builder<T> standard(String text) {
      standard = text;
      standardText = text;
      return this;
    }

    Builder<T> standardText(String text) {
      standardText = text;
      return this;
    }

    Setting<T> is(String description) {
      return new Setting<>(
          group, name, type, environment, cliKey, standard, standardText, description);
    }
  }
}
