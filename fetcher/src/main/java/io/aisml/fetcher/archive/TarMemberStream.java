package io.aisml.fetcher.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a tar: ustar, GNU long names, PAX. Directories, links and devices are passed
 * over. A sparse file is refused, because its bytes in the archive are not those of the file.
 */
final class TarMemberStream implements MemberStream {
  /** What ends the archive after the first zero record: the compression's own end mark, or none. */
  interface EndMark {
    void verify() throws IOException;
  }

  // Go archive/tar: maxSpecialFileSize
  private static final int MAX_EXTENSION_BYTES = 1 << 20;

  private final PullInput input;
  private final EndMark endMark;
  private final byte[] block = new byte[TarHeader.RECORD_BYTES];

  private PaxRecords globals = PaxRecords.NONE;
  private String name = "";
  private long remaining; // unread bytes of the current member
  private int padding; // between the current member's last byte and the next header
  private boolean ended;

  TarMemberStream(PullInput input, EndMark endMark) {
    this.input = input;
    this.endMark = endMark;
  }

  @Override
  public @Nullable MemberHeader next() throws IOException {
    PaxRecords pax = globals;
    String longName = null;
    while (!ended) {
      skipRest();
      TarHeader header = nextHeader();
      if (header == null) {
        endMark.verify();
        ended = true;
        break;
      }
      switch (header.type()) {
        case TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_PAX_EXTENDED_HEADER_UC ->
            pax = pax.with(extension(header), input.offset() - header.size());
        case TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {
          globals = globals.with(extension(header), input.offset() - header.size());
          pax = globals;
        }
        case TarConstants.LF_GNUTYPE_LONGNAME -> {
          byte[] data = extension(header);
          longName = TarHeader.text(data, 0, data.length);
        }
        case TarConstants.LF_GNUTYPE_LONGLINK -> enter(header.name(), header.size());
        default -> {
          String path =
              longName != null ? longName : pax.path() != null ? pax.path() : header.name();
          enter(path, pax.size() != null && header.holdsData() ? pax.size() : header.size());
          refuseUnreadable(header, pax);
          if (isRegular(header)) {
            return new MemberHeader(name, remaining);
          }
          pax = globals;
          longName = null;
        }
      }
    }
    return null;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    if (!dst.hasRemaining()) {
      return 0;
    }
    int count = input.read(dst, remaining);
    if (count < 0) {
      throw endsWithin();
    }
    remaining -= count;
    return count;
  }

  /** Bytes of the archive that were consumed: after {@link #next}, where the data starts. */
  long offset() {
    return input.offset();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private void enter(String name, long size) {
    this.name = name;
    remaining = size;
    padding = (int) (-size & (TarHeader.RECORD_BYTES - 1));
  }

  private void skipRest() throws IOException {
    remaining -= input.skip(remaining);
    if (remaining > 0) {
      throw endsWithin();
    }
    padding -= (int) input.skip(padding);
    if (padding > 0) {
      throw endsWithin();
    }
  }

  /** The next header record, or null at the end mark. */
  private @Nullable TarHeader nextHeader() throws IOException {
    long offset = input.offset();
    if (input.readFully(block) < block.length) {
      throw new TruncatedArchiveException(
          "the tar ends without its end mark, after byte " + input.offset());
    }
    return TarHeader.isEndMark(block) ? null : TarHeader.parse(block, offset);
  }

  /** Reads the data of a header that describes the member after it. */
  private byte[] extension(TarHeader header) throws IOException {
    if (header.size() > MAX_EXTENSION_BYTES) {
      throw new CorruptArchiveException(
          "tar extension header of " + header.size() + " bytes at byte " + input.offset());
    }
    enter(header.name(), header.size());
    byte[] data = new byte[(int) header.size()];
    remaining -= input.readFully(data);
    if (remaining > 0) {
      throw endsWithin();
    }
    return data;
  }

  private void refuseUnreadable(TarHeader header, PaxRecords pax) throws CorruptArchiveException {
    if (header.type() == TarConstants.LF_GNUTYPE_SPARSE || pax.sparse()) {
      throw new CorruptArchiveException(
          "member " + name + " is a sparse file: pack it without --sparse");
    }
    if (header.type() == TarConstants.LF_MULTIVOLUME) {
      throw new CorruptArchiveException("member " + name + " continues from another volume");
    }
  }

  /** Whether the member is a file; before POSIX a directory was a file with a slash at its end. */
  private boolean isRegular(TarHeader header) {
    return switch (header.type()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM -> !name.endsWith("/");
      case TarConstants.LF_CONTIG -> true;
      default -> false;
    };
  }

  private TruncatedArchiveException endsWithin() {
    return new TruncatedArchiveException(
        "the tar ends within " + name + ", after byte " + input.offset());
  }
}
