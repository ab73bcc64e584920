package io.aisml.cli.command;

import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.fetcher.aistore.AistoreConfig;
import io.aisml.fetcher.aistore.AistoreSource;
import io.aisml.fetcher.aistore.TlsFiles;
import io.aisml.fetcher.aistore.TokenSource;
import io.aisml.fetcher.aistore.WaitListener;
import io.aisml.fetcher.local.DirectorySource;
import io.aisml.fetcher.source.BatchSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Opens the store that the options name. */
public final class Stores {
  private static final String DIRECTORY = "file:";

  /** Requests in flight without the option: as many as a mount finds to pay, at most. */
  private static final int DEFAULT_REQUESTS = 16;

  /** What one {@link io.aisml.fetcher.download.ArchiveDownload} has in flight at most. */
  private static final int DOWNLOAD_REQUESTS = 3;

  /** How long a store may be silent before a request is given up, or less by open-timeout. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private Stores() {}

  /** Opens the store for a mount; asks it nothing yet. */
  public static BatchSource open(Settings settings, Environment environment)
      throws UsageException, CommandException {
    return open(settings, environment, false, settings.get(Setting.COLOC), 1, WaitListener.NONE);
  }

  /**
   * Opens the store for downloads of archives; asks it nothing yet.
   *
   * @param buffered see {@link AistoreConfig}; a directory takes no notice of it
   * @param coloc comes before the option
   * @param downloads under way at once
   * @param waits told when the store asks to wait
   */
  public static BatchSource openForDownload(
      Settings settings,
      Environment environment,
      boolean buffered,
      OptionalInt coloc,
      int downloads,
      WaitListener waits)
      throws UsageException, CommandException {
    int level = coloc.orElse(settings.get(Setting.COLOC));
    return open(settings, environment, buffered, level, downloads * DOWNLOAD_REQUESTS, waits);
  }

  private static BatchSource open(
      Settings settings,
      Environment environment,
      boolean buffered,
      int coloc,
      int minRequests,
      WaitListener waits)
      throws UsageException, CommandException {
    List<String> endpoints = settings.get(Setting.ENDPOINT);
    try {
      if (endpoints.get(0).startsWith(DIRECTORY)) {
        return directory(endpoints);
      }
      return AistoreSource.open(
          aistore(endpoints, settings, environment, buffered, coloc, minRequests), waits);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.SYSTEM, "the files of ca, cert and key: " + Reason.withFile(e), e);
    }
  }

  /**
   * Waits until the store answers, for as long as the option retry says.
   *
   * @throws CommandException when it does not
   */
  public static void connect(BatchSource store, Settings settings) throws CommandException {
    try {
      store.connect(settings.get(Setting.RETRY));
    } catch (IOException e) {
      throw new CommandException(ExitCode.MOUNT_FAILED, Reason.withFile(e), e);
    }
  }

  private static BatchSource directory(List<String> endpoints) {
    if (endpoints.size() > 1) {
      throw new IllegalArgumentException("endpoint: a directory can only stand alone");
    }
    return new DirectorySource(Path.of(URI.create(endpoints.get(0))));
  }

  private static AistoreConfig aistore(
      List<String> endpoints,
      Settings settings,
      Environment environment,
      boolean buffered,
      int coloc,
      int minRequests) {
    Duration openTimeout = settings.get(Setting.OPEN_TIMEOUT);
    return new AistoreConfig(
        endpoints.stream().map(URI::create).toList(),
        token(settings, environment),
        new TlsFiles(
            settings.find(Setting.CA),
            settings.find(Setting.CERT),
            settings.find(Setting.KEY),
            settings.get(Setting.SKIP_VERIFY)),
        settings.get(Setting.WIRE_FORMAT),
        buffered,
        coloc,
        Math.max(minRequests, settings.get(Setting.REQUESTS).orElse(DEFAULT_REQUESTS)),
        openTimeout.compareTo(SILENCE) < 0 ? openTimeout : SILENCE);
  }

  /**
   * A file that was named comes first, then the token itself, then the file that {@code ais} would
   * take. AIStore {@code api/authn/loadtoken.go: LoadToken}.
   */
  private static TokenSource token(Settings settings, Environment environment) {
    Optional<Path> file = settings.find(Setting.TOKEN_FILE);
    boolean named = settings.isFromCommandLine(Setting.TOKEN_FILE);
    Optional<String> token = environment.get(Environment.TOKEN);
    if (token.isPresent() && !named) {
      return TokenSource.fixed(token.get());
    }
    return file.map(TokenSource::file).orElse(TokenSource.none());
  }
}
