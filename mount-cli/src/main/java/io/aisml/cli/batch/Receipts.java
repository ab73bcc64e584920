package io.aisml.cli.batch;

import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.download.MissingMember;
import io.aisml.fetcher.download.OutputFile;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes name, size and SHA-256 of each member, a line of JSON each, when somebody wants that. For
 * one thread.
 */
public final class Receipts implements DownloadListener, Closeable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final boolean wanted;
  private final @Nullable OutputFile file;
  private final OutputStream out;
  private final MessageDigest digest = sha256();
  private ObjectNode current = JSON.createObjectNode();

  private Receipts(@Nullable OutputFile file, OutputStream out) {
    this.file = file;
    this.out = out;
    this.wanted = true;
  }

  private Receipts() {
    this.file = null;
    this.out = OutputStream.nullOutputStream();
    this.wanted = false;
  }

  /** Begins the file, which appears under its name at {@link #commit}; without one does nothing. */
  public static Receipts at(Optional<Path> path) throws IOException {
    if (path.isEmpty()) {
      return new Receipts();
    }
    OutputFile file = OutputFile.at(path.get());
    return new Receipts(file, new BufferedOutputStream(file.stream(), 64 << 10));
  }

  /** Writes to a stream, which stays open; {@link #commit} does nothing then. */
  static Receipts to(OutputStream out) {
    return new Receipts(null, out);
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
    if (file != null) {
      out.flush();
      file.commit();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }
}
