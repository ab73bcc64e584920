package io.aisml.cli.batch;

import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.download.MissingMember;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes name, size and SHA-256 of each member, a line of JSON each, when somebody wants that. For
 * one thread.
 */
public final class Receipts implements DownloadListener, Closeable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final boolean wanted;
  private final Output output;
  private final OutputStream out;
  private final MessageDigest digest = sha256();
  private ObjectNode current = JSON.createObjectNode();

  private Receipts(Output output, boolean wanted) {
    this.output = output;
    this.wanted = wanted;
    out = new BufferedOutputStream(output.stream(), 64 << 10);
  }

  /** Begins the file, which appears under its name at {@link #commit}; without one does nothing. */
  public static Receipts at(Optional<Path> path) throws IOException {
    return new Receipts(Output.to(path), path.isPresent());
  }

  /** Writes to a stream, which stays open and has all of them after {@link #commit}. */
  static Receipts to(OutputStream out) {
    return new Receipts(Output.to(out), true);
  }

  @Override
  public void begins(String name, long size) {
    if (wanted) {
      current = JSON.createObjectNode().put("name", name).put("size", size);
    }
  }

  @Override
  public void wrote(ByteBuffer bytes) {
    if (wanted) {
      digest.update(bytes);
    }
  }

  @Override
  public void ended() throws IOException {
    if (wanted) {
      write(current.put("sha256", HexFormat.of().formatHex(digest.digest())));
    }
  }

  @Override
  public void missing(MissingMember member) throws IOException {
    if (wanted) {
      write(
          JSON.createObjectNode()
              .put("name", member.placeholder())
              .put("size", 0)
              .put("missing", member.reason()));
    }
  }

  private void write(ObjectNode line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  public void commit() throws IOException {
    out.flush();
    output.commit();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }
}
