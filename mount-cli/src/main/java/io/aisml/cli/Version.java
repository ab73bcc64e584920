package io.aisml.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: ours, and the Java below. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"aisml " + number(), "Java ${java.version} (${java.vendor})"};
  }

  /** The version that the build wrote into the jar's manifest. */
  static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }
}
