package io.aisml.fetcher.download;

import io.aisml.fetcher.spec.ArchiveName;
import io.aisml.fetcher.spec.Entry;
import java.nio.ByteBuffer;

/**
 * A member of the archive that is to be written.
 *
 * @param entry where its bytes come from
 * @param name its name in the archive; may repeat
 * @param head bytes that stand before those of the entry, such as an audio file's header; neither
 *     its position nor its content may change
 * @param tail bytes that stand behind those of the entry, likewise
 */
public record WantedMember(Entry entry, String name, ByteBuffer head, ByteBuffer tail) {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** A member of an entry's bytes alone. */
  public WantedMember(Entry entry, String name) {
    this(entry, name, NOTHING, NOTHING);
  }

  /**
   * A member under the name that AIStore gives it.
   *
   * @param objectNameOnly whether the bucket is left out of the name
   */
  public static WantedMember of(Entry entry, boolean objectNameOnly) {
    return new WantedMember(entry, ArchiveName.of(entry, objectNameOnly));
  }
}
