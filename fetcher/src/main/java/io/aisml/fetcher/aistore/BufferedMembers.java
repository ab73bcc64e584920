package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveReader;
import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.archive.MemberStream;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MultipartReader;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * The archive of a buffered get-batch, held against the head that comes before it: order, sizes and
 * number of members. AIStore {@code xact/xs/moss.go: buffwi.multipart}. For one thread.
 */
final class BufferedMembers implements MemberStream {
  private static final Pattern BOUNDARY = Pattern.compile("multipart/.*boundary=\"?([^\";]+)\"?.*");

  private final HttpReply http;
  private final List<Entry> entries;
  private final ArchiveFormat format;

  private List<Wire.Packed> packed = List.of();
  private @Nullable MemberStream archive; // null until the head has been read
  private int next;

  BufferedMembers(HttpReply http, List<Entry> entries, ArchiveFormat format) {
    this.http = http;
    this.entries = entries;
    this.format = format;
  }

  @Override
  public @Nullable MemberHeader next() throws IOException {
    if (archive == null) {
      archive = open();
    }
    MemberHeader member = archive.next();
    if ((member == null) != (next == packed.size())) {
      throw new IOException(
          "the archive ends after " + next + " of the " + packed.size() + " members of its head");
    }
    if (member == null) {
      return null;
    }
    Wire.Packed told = packed.get(next);
    Entry entry = entries.get(next);
    next++;
    if (!told.error().isEmpty() && !Placeholder.is(member, entry)) {
      throw new IOException(entry + " is in the archive, and its head says of it: " + told.error());
    }
    if (told.error().isEmpty() && told.size() != member.size()) {
      throw new IOException(
          "%s has %d bytes in the archive and %d in its head"
              .formatted(entry, member.size(), told.size()));
    }
    if (!Placeholder.bare(told.name())
        .equals(Placeholder.bare(entry.object().name() + entry.archpath()))) {
      throw new IOException("the head has " + told.name() + " in place of " + entry);
    }
    return member;
  }

  private MemberStream open() throws IOException {
    String type = http.header("Content-Type").orElse("");
    Matcher boundary = BOUNDARY.matcher(type);
    if (!boundary.matches()) {
      // also an aborted job's empty reply: AIStore ais/ml.go: target.mlHandler
      throw new ProtocolException("the reply is no multipart but '" + type + "'");
    }
    MultipartReader parts =
        new MultipartReader(Okio.buffer(Okio.source(http.body())), boundary.group(1));
    packed = Wire.packed(part(parts).body().inputStream());
    if (packed.size() > entries.size()) {
      throw new IOException(
          "the head has " + packed.size() + " members for " + entries.size() + " entries");
    }
    return ArchiveReader.open(format, part(parts).body().inputStream());
  }

  private static MultipartReader.Part part(MultipartReader parts) throws IOException {
    MultipartReader.Part part = parts.nextPart();
    if (part == null) {
      throw new ProtocolException("the multipart ends before the archive");
    }
    return part;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return archive == null ? -1 : archive.read(dst);
  }

  @Override
  public void close() throws IOException {
    if (archive != null) {
      archive.close();
    }
  }
}
