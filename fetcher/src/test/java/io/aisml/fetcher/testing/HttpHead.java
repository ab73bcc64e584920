package io.aisml.fetcher.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first line and the header lines of an HTTP/1.1 request or reply, as they stand. */
record HttpHead(String firstLine, List<String> headers) {

  HttpHead {
    headers = List.copyOf(headers);
  }

  /** The next head, or nothing when the stream ends before it. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    String first = readLine(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<String> headers = new ArrayList<>();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      headers.add(line);
    }
    return Optional.of(new HttpHead(first, headers));
  }

  /** A reply without a body. */
  static HttpHead answer(int status, List<String> headers) {
    return new HttpHead("HTTP/1.1 " + status + " Fault", headers)
        .with("Content-Length", "0")
        .with("Connection", "close");
  }

  void write(OutputStream out) throws IOException {
    String text = firstLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Of a reply. */
  int status() {
    return Integer.parseInt(firstLine.split(" ", 3)[1]);
  }

  Optional<String> header(String name) {
    return headers.stream()
        .filter(line -> named(line, name))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  HttpHead with(String name, String value) {
    List<String> changed = new ArrayList<>(headers);
    changed.removeIf(line -> named(line, name));
    changed.add(name + ": " + value);
    return new HttpHead(firstLine, changed);
  }

  private static boolean named(String line, String name) {
    return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
  }

  /** One line without its end; empty at the end of the stream. */
  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (line.size() > 0) {
          throw new EOFException("The stream ended within an HTTP head");
        }
        break;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
