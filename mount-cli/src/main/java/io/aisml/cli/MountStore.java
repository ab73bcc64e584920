package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.Stores;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fs.tier.TieredSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a mount, with its second tier; opened when it is first asked for. For one thread.
 */
final class MountStore {
  private static final Logger log = LoggerFactory.getLogger(MountStore.class);

  private final Settings settings;
  private final Environment environment;
  private @Nullable BatchSource store;
  private boolean isConnected;
  private @Nullable TieredSource tier;

  MountStore(Settings settings, Environment environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /**
   * The store.
   *
   * @param connected whether it has to answer
   * @throws CommandException when it has to and does not
   */
  BatchSource open(boolean connected) throws CommandException, UsageException {
    BatchSource opened = store;
    if (opened == null) {
      opened = Stores.open(settings, environment);
      store = opened;
    }
    if (connected && !isConnected) {
      Stores.connect(opened, settings);
      isConnected = true;
    }
    return opened;
  }

  /** The store with the second tier in front of it, if there is to be one. */
  BatchSource tiered(Plan plan) throws CommandException, UsageException, InterruptedException {
    BatchSource opened = open(false);
    Optional<Path> directory = settings.find(Setting.CACHE_DIR);
    if (directory.isEmpty()) {
      return opened;
    }
    try {
      TieredSource source =
          TieredSource.open(plan, opened, directory.get(), settings.get(Setting.CACHE_DIR_SIZE));
      tier = source;
      return source;
    } catch (IOException e) {
      log.warn(
          "cache-dir {} can't be used, the mount goes on without: {}",
          directory.get(),
          Reason.of(e));
      return opened;
    }
  }

  /** Closes what is open. It may be opened again. */
  void close() {
    if (tier != null) {
      tier.close();
      tier = null;
    }
    if (store != null) {
      store.close();
      store = null;
      isConnected = false;
    }
  }
}
