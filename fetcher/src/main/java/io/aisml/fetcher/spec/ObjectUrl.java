package io.aisml.fetcher.spec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * URLs of AIStore's HTTP interface that name an object: {@code
 * http://host:port/v1/objects/BUCKET/OBJECT?provider=..&namespace=..&archpath=..} (AIStore {@code
 * ais/proxy.go: httpobjget}) and the easy ones, {@code http://host:port/ais|gs|az/BUCKET/OBJECT}
 * ({@code easyURLHandler}). Percent-escapes are decoded as the server does. The host is not looked
 * at: a mount reads from its own endpoint.
 */
public final class ObjectUrl {
  private static final String OBJECTS = "/v1/objects/";
  private static final String EXPECTED =
      "expected http://host:port/v1/objects/BUCKET/OBJECT?provider=..., or /ais/, /gs/ or /az/"
          + " instead of /v1/objects/";

  private ObjectUrl() {}

  /** Whether the text is an http or https URL at all. */
  public static boolean isHttp(String text) {
    String lower = text.substring(0, Math.min(text.length(), 8)).toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  /**
   * Parses a URL; its object's name is checked.
   *
   * @throws InvalidNameException when it names no object of AIStore
   */
  public static Entry parse(String url) throws InvalidNameException {
    if (!isHttp(url)) {
      throw new InvalidNameException(Quoted.of(url) + " is no http URL; " + EXPECTED);
    }
    int fragment = url.indexOf('#');
    String sent = fragment < 0 ? url : url.substring(0, fragment);
    int question = sent.indexOf('?');
    String address = question < 0 ? sent : sent.substring(0, question);
    Map<String, String> query = query(question < 0 ? "" : sent.substring(question + 1));

    int path = address.indexOf('/', address.indexOf("://") + 3);
    String[] parts = split(url, path < 0 ? "" : address.substring(path), query);
    NameRules.checkBucket(parts[1]);
    NameRules.checkObject(parts[2]);
    String archpath = query.getOrDefault("archpath", "");
    if (!archpath.isEmpty()) {
      NameRules.checkArchpath(archpath);
    }
    String namespace = query.getOrDefault("namespace", "");
    Bucket bucket =
        new Bucket(
            BucketUri.parseProvider(parts[0]), BucketUri.parseNamespace(namespace), parts[1]);
    return new Entry(new ObjectRef(bucket, parts[2]), archpath, ByteRange.WHOLE);
  }

  /** Provider, bucket and object, decoded. */
  private static String[] split(String url, String path, Map<String, String> query)
      throws InvalidNameException {
    String provider = query.getOrDefault("provider", "");
    String rest;
    if (path.startsWith(OBJECTS)) {
      rest = path.substring(OBJECTS.length());
      if (provider.isEmpty()) {
        provider = "ais";
      }
    } else if (path.startsWith("/ais/") || path.startsWith("/gs/") || path.startsWith("/az/")) {
      int end = path.indexOf('/', 1);
      provider = path.substring(1, end);
      rest = path.substring(end + 1);
    } else {
      throw new InvalidNameException(Quoted.of(url) + " names no AIStore object; " + EXPECTED);
    }
    int slash = rest.indexOf('/');
    if (slash <= 0 || slash == rest.length() - 1) {
      throw new InvalidNameException(Quoted.of(url) + " lacks a bucket or an object; " + EXPECTED);
    }
    return new String[] {
      provider, decode(rest.substring(0, slash), false), decode(rest.substring(slash + 1), false)
    };
  }

  private static Map<String, String> query(String text) throws InvalidNameException {
    Map<String, String> values = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(pair.substring(0, equals), decode(pair.substring(equals + 1), true));
      }
    }
    return values;
  }

  /**
   * Go's {@code net/url: PathUnescape} or {@code QueryUnescape}; only the latter knows {@code +}.
   */
  private static String decode(String text, boolean plusIsSpace) throws InvalidNameException {
    if (text.indexOf('%') < 0 && !plusIsSpace) {
      return text;
    }
    byte[] escaped = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(escaped.length);
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] == '%') {
        int high = i + 2 < escaped.length ? Character.digit(escaped[i + 1], 16) : -1;
        int low = i + 2 < escaped.length ? Character.digit(escaped[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new InvalidNameException(
              "'%' in " + Quoted.of(text) + " must be followed by two hexadecimal digits");
        }
        decoded.put((byte) (high << 4 | low));
        i += 2;
      } else {
        decoded.put(plusIsSpace && escaped[i] == '+' ? (byte) ' ' : escaped[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidNameException(Quoted.of(text) + " is not UTF-8 once it is decoded");
    }
  }
}
