package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A node of the cluster that could not be asked. The message names it. */
final class Unreachable extends IOException {
  private static final long serialVersionUID = 1L;

  Unreachable(URI uri, IOException cause) {
    super(uri.getScheme() + "://" + uri.getRawAuthority() + " " + symptom(cause), cause);
  }

  private static String symptom(IOException e) {
    if (find(e, UnknownHostException.class) != null) {
      return "has an unknown host name";
    }
    if (find(e, SocketTimeoutException.class) != null) {
      return "did not answer in time";
    }
    if (find(e, ConnectException.class) != null) {
      return "refused the connection";
    }
    return "broke the connection: " + text(e);
  }

  /** Whether trying again is of no use: the certificates will not change. */
  static boolean isForGood(IOException e) {
    return find(e, SSLException.class) != null && find(e, CertificateException.class) != null;
  }

  /** The cause in one line, with what to do about it where that is known. */
  static String explain(IOException e) {
    if (isForGood(e)) {
      return text(e) + "; trust the cluster's CA with ca=FILE";
    }
    if (e instanceof Unreachable && find(e, ConnectException.class) != null) {
      return text(e) + "; is the cluster running, and is endpoint right?";
    }
    return text(e);
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private static @Nullable Throwable find(Throwable e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return t;
      }
    }
    return null;
  }
}
