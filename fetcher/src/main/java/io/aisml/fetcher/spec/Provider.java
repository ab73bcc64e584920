package io.aisml.fetcher.spec;

import java.util.Locale;
import java.util.Optional;

/** A storage backend of AIStore, by its canonical name. AIStore {@code api/apc/provider.go}. */
public enum Provider {
  AIS("ais", "ais"),
  AWS("aws", "s3"),
  GCP("gcp", "gs"),
  AZURE("azure", "az"),
  OCI("oci", "oc");

  private final String canonical;
  private final String scheme;

  Provider(String canonical, String scheme) {
    this.canonical = canonical;
    this.scheme = scheme;
  }

  /** The name that AIStore uses on the wire: {@code ais}, {@code aws}, {@code gcp}, ... */
  public String canonical() {
    return canonical;
  }

  /** What a URI begins with, as AIStore writes it: {@code ais}, {@code s3}, {@code gs}, ... */
  public String scheme() {
    return scheme;
  }

  /**
   * Finds a provider by its canonical name or an alias ({@code s3}, {@code gs}, {@code az}, {@code
   * oc}), in any case. AIStore {@code api/apc/provider.go: NormalizeProvider}.
   */
  public static Optional<Provider> parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ais" -> Optional.of(AIS);
      case "aws", "s3" -> Optional.of(AWS);
      case "gcp", "gs" -> Optional.of(GCP);
      case "azure", "az" -> Optional.of(AZURE);
      case "oci", "oc" -> Optional.of(OCI);
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return canonical;
  }
}
