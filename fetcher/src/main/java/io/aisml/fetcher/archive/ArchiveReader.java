package io.aisml.fetcher.archive;

import java.io.InputStream;

/** Opens archives that come as a stream of bytes. */
public final class ArchiveReader {
  private ArchiveReader() {}

  /**
   * Opens an archive for one pass over its regular files, in the archive's order; directories,
   * links and devices are passed over. Nothing is read before the first {@link MemberStream#next}.
   *
   * <p>A call waits only for bytes that it needs: a member can be read to its last byte before the
   * next one has arrived, and {@code next()} gives null without waiting for the end of the input:
   * at the first zero record of a tar, after the gzip trailer or the LZ4 end mark of a compressed
   * one. A zip has its directory at the end: its first {@code next()} copies all of it to a
   * temporary file.
   *
   * <p>An exception of {@code in} passes through as it is. After an exception, and after the last
   * member, only {@code close()} makes sense.
   *
   * @param in closed with the stream
   */
  public static MemberStream open(ArchiveFormat format, InputStream in) {
    return switch (format) {
      case TAR -> new TarMemberStream(new PullInput(in), () -> {});
      case TGZ -> tarIn(new GzipInput(in));
      case TAR_LZ4 -> tarIn(new Lz4Input(in));
      case ZIP -> new ZipMemberStream(in);
    };
  }

  private static MemberStream tarIn(FrameInput frames) {
    return new TarMemberStream(new PullInput(frames), frames::finishFrame);
  }
}
