package io.aisml.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

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
      case ZIP -> ZipMemberStream.of(in);
    };
  }

  /**
   * Opens an archive that lies in a file, from the file's first byte on. Passing over members of a
   * tar or zip reads nothing of them.
   *
   * @param file closed with the stream
   */
  public static MemberStream open(ArchiveFormat format, FileChannel file) throws IOException {
    file.position(0);
    return format == ArchiveFormat.ZIP
        ? ZipMemberStream.of(file)
        : open(format, Channels.newInputStream(file));
  }

  private static MemberStream tarIn(FrameInput frames) {
    return new TarMemberStream(new PullInput(frames), frames::finishFrame);
  }
}
