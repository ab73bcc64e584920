package io.aisml.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.option.LogLevel;
import io.aisml.cli.option.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: to standard error, and of a mount in the background to a file that is rolled
 * at a size, so that a mount of months fills no disk. Lines carry stack traces only when asked for.
 */
final class Logs {
  private static final String TERMINAL = "terminal";
  private static final String FILE = "file";
  private static final String FILE_LIMIT = "10MB";
  private static final int OLD_FILES = 2;

  /** The level as sd-daemon(3) wants it. */
  private static final String JOURNAL_LINE =
      "%replace(%replace(%replace(%replace(%level){'ERROR','<3>'}){'WARN','<4>'}){'INFO','<6>'})"
          + "{'DEBUG|TRACE','<7>'}%msg";

  private final LoggerContext context;
  private final Logger root;
  private final boolean stackTraces;

  private Logs(LoggerContext context, boolean stackTraces) {
    this.context = context;
    this.stackTraces = stackTraces;
    this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /**
   * Logs to standard error from a level on.
   *
   * @param journal whether systemd's journal reads it, and wants each line's level in front
   */
  static Logs toTerminal(LogLevel level, boolean stackTraces, boolean journal) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logs logs = new Logs(context, stackTraces);
    Level threshold = Level.valueOf(level.name());
    logs.root.setLevel(Level.WARN);
    context.getLogger("io.aisml").setLevel(threshold);
    logs.root.addAppender(logs.terminal(journal ? JOURNAL_LINE : "aisml: %msg"));
    return logs;
  }

  /**
   * Logs to a file too; standard error then gets warnings only.
   *
   * @throws IOException when the file can't be written
   */
  void toFile(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    // Logback would only complain to itself.
    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    root.addAppender(rolling(file));
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel(Level.WARN.levelStr);
    warnings.start();
    root.getAppender(TERMINAL).addFilter(warnings);
  }

  /**
   * Tells the caller that all is well, and lets go of its standard error.
   *
   * @throws IOException when the caller no longer waits
   */
  void ready(Caller caller) throws IOException {
    if (caller.isWaiting()) {
      root.detachAppender(TERMINAL);
      caller.ready();
    }
  }

  private Appender<ILoggingEvent> terminal(String line) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    appender.setEncoder(encoder(line));
    return started(appender, TERMINAL);
  }

  private Appender<ILoggingEvent> rolling(Path file) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(file.toString());
    appender.setEncoder(encoder("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg"));
    FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
    names.setContext(context);
    names.setParent(appender);
    names.setFileNamePattern(file + ".%i");
    names.setMinIndex(1);
    names.setMaxIndex(OLD_FILES);
    names.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(FILE_LIMIT));
    size.start();
    appender.setRollingPolicy(names);
    appender.setTriggeringPolicy(size);
    return started(appender, FILE);
  }

  private PatternLayoutEncoder encoder(String line) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(line + (stackTraces ? "%n%ex" : "%nopex%n"));
    encoder.start();
    return encoder;
  }

  private Appender<ILoggingEvent> started(Appender<ILoggingEvent> appender, String name) {
    appender.setName(name);
    appender.setContext(context);
    appender.start();
    return appender;
  }

  /** The message of a log file that can't be written. */
  static CommandException unwritable(Path file, IOException e) {
    return new CommandException(
        ExitCode.SYSTEM,
        "log file %s can't be written: %s; --log-file=FILE names another"
            .formatted(file, Reason.of(e)),
        e);
  }
}
