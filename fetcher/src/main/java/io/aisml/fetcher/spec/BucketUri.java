package io.aisml.fetcher.spec;

import java.util.Optional;

/**
 * A bucket and whatever stands behind it: {@code [provider://][@uuid#namespace/]bucket[/object]}.
 * Without a provider it is {@code ais}. AIStore {@code cmn/uri.go: ParseBckObjectURI}.
 *
 * @param object all that follows the bucket's slash, as it is written: nothing is decoded, {@code
 *     #} and {@code ?} belong to the name. Empty when there is none. Not checked, since it may also
 *     be a prefix or template: see {@link NameRules#checkObject}
 */
public record BucketUri(Bucket bucket, String object) {
  private static final String SCHEME_END = "://";
  private static final String EXPECTED = "expected [provider://][@uuid#namespace/]bucket[/object]";

  /** Parses a bucket, with or without an object. */
  public static BucketUri parse(String uri) throws InvalidNameException {
    int schemeEnd = uri.indexOf(SCHEME_END);
    Provider provider = Provider.AIS;
    String rest = uri;
    // An object's name may hold "://" too: a provider ends before the first slash.
    if (schemeEnd >= 0 && uri.indexOf('/') == schemeEnd + 1) {
      provider = parseProvider(uri.substring(0, schemeEnd));
      rest = uri.substring(schemeEnd + SCHEME_END.length());
    }
    Namespace namespace = Namespace.GLOBAL;
    if (rest.startsWith("@") || rest.startsWith("#")) {
      int slash = rest.indexOf('/');
      if (slash < 0) {
        throw new InvalidNameException("no bucket in " + Quoted.of(uri) + "; " + EXPECTED);
      }
      namespace = parseNamespace(rest.substring(0, slash));
      rest = rest.substring(slash + 1);
    }
    int slash = rest.indexOf('/');
    String name = slash < 0 ? rest : rest.substring(0, slash);
    if (name.isEmpty()) {
      throw new InvalidNameException("no bucket in " + Quoted.of(uri) + "; " + EXPECTED);
    }
    NameRules.checkBucket(name);
    return new BucketUri(
        new Bucket(provider, namespace, name), slash < 0 ? "" : rest.substring(slash + 1));
  }

  /** Parses a bucket alone; a slash at its end is allowed. */
  public static Bucket parseBucket(String uri) throws InvalidNameException {
    BucketUri parsed = parse(uri);
    if (!parsed.object.isEmpty()) {
      throw new InvalidNameException(
          Quoted.of(uri) + " names an object; expected only a bucket, such as " + parsed.bucket);
    }
    return parsed.bucket;
  }

  /**
   * Parses {@code [@]uuid[#name]}; {@code @#} is the global namespace. AIStore {@code cmn/bck.go:
   * ParseNsUname}.
   */
  static Namespace parseNamespace(String text) throws InvalidNameException {
    String bare = text.startsWith("@") ? text.substring(1) : text;
    int hash = bare.indexOf('#');
    Namespace namespace =
        hash < 0
            ? new Namespace(bare, "")
            : new Namespace(bare.substring(0, hash), bare.substring(hash + 1));
    NameRules.checkNamespace(namespace);
    return namespace.isGlobal() ? Namespace.GLOBAL : namespace;
  }

  /** Finds a provider by name or alias, or says which there are. */
  static Provider parseProvider(String name) throws InvalidNameException {
    Optional<Provider> provider = Provider.parse(name);
    if (provider.isEmpty()) {
      throw new InvalidNameException(
          "unknown provider "
              + Quoted.of(name)
              + "; expected ais, aws (s3), gcp (gs), azure (az) or oci (oc)");
    }
    return provider.get();
  }
}
