package io.aisml.fetcher.aistore;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Paths and queries of AIStore's API, and the {@code Location}s that it answers. */
final class AisUrl {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  // RFC 3986 pchar, "/" and "?" without the unreserved, and the percent of what is encoded already
  private static final String LEGAL = "!$&'()*+,;=:@/?%";
  private static final String HEX = "0123456789ABCDEF";

  private AisUrl() {}

  static String object(ObjectRef object) {
    return "/v1/objects/"
        + encode(object.bucket().name(), "")
        + "/"
        + encode(object.name(), "/")
        + "?"
        + query(object.bucket());
  }

  static String bucket(Bucket bucket) {
    return "/v1/buckets/" + encode(bucket.name(), "") + "?" + query(bucket);
  }

  static String query(Bucket bucket) {
    String provider = "provider=" + bucket.provider().canonical();
    return bucket.namespace().isGlobal()
        ? provider
        : provider + "&namespace=" + encode(uname(bucket.namespace()), "");
  }

  /** {@code @uuid#name}, with both marks even where a part is empty. AIStore cmn/bck.go: Ns. */
  static String uname(Namespace namespace) {
    return "@" + namespace.uuid() + "#" + namespace.name();
  }

  /** Percent-encodes everything but the unreserved characters and those of {@code keep}. */
  static String encode(String text, String keep) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      append(out, b, UNRESERVED.indexOf(b) >= 0 || keep.indexOf(b) >= 0);
    }
    return out.toString();
  }

  /**
   * Reads a {@code Location}. AIStore copies object names into it unescaped when they hold none of
   * {@code % ? # +} and blank, so brackets, braces and the like must be escaped here. AIStore
   * {@code ais/prxred.go: redurl}.
   */
  static URI location(String header) throws IOException {
    int path = header.indexOf('/', header.indexOf("://") + 3);
    if (!header.contains("://") || path < 0) {
      throw new IOException("the server redirects to \"" + header + "\", which is no full URL");
    }
    StringBuilder out = new StringBuilder(header.length() + 16).append(header, 0, path);
    for (byte b : header.substring(path).getBytes(StandardCharsets.UTF_8)) {
      append(out, b, UNRESERVED.indexOf(b) >= 0 || LEGAL.indexOf(b) >= 0);
    }
    return URI.create(out.toString());
  }

  private static void append(StringBuilder out, byte b, boolean plain) {
    if (plain) {
      out.append((char) b);
    } else {
      out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
    }
  }
}
