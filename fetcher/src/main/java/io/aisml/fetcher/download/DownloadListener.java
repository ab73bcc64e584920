package io.aisml.fetcher.download;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Told what is written, in the archive's order, by the thread that writes. What it throws ends the
 * download.
 */
public interface DownloadListener {
  /** Listens to nothing. */
  DownloadListener NONE = new DownloadListener() {};

  /**
   * A member begins.
   *
   * @param size bytes, its head included
   */
  default void begins(String name, long size) throws IOException {}

  /**
   * Bytes of the current member were written.
   *
   * @param bytes only valid during the call
   */
  default void wrote(ByteBuffer bytes) throws IOException {}

  /** The current member is complete. */
  default void ended() throws IOException {}

  /** A placeholder was written instead of a member. */
  default void missing(MissingMember member) throws IOException {}

  /** Two in one: each is told all. */
  static DownloadListener both(DownloadListener first, DownloadListener second) {
    return new DownloadListener() {
      @Override
      public void begins(String name, long size) throws IOException {
        first.begins(name, size);
        second.begins(name, size);
      }

      @Override
      public void wrote(ByteBuffer bytes) throws IOException {
        first.wrote(bytes.duplicate());
        second.wrote(bytes);
      }

      @Override
      public void ended() throws IOException {
        first.ended();
        second.ended();
      }

      @Override
      public void missing(MissingMember member) throws IOException {
        first.missing(member);
        second.missing(member);
      }
    };
  }
}
