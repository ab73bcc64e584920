package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveNameTest {
  @ParameterizedTest
  @CsvSource({
    "ais://b, o, '', b/o, o",
    "s3://b, d/o.bin, '', b/d/o.bin, d/o.bin",
    "ais://b, s.tar, x/y.wav, b/s.tar/x/y.wav, s.tar/x/y.wav",
    "ais://b, s.tar, /y.wav, b/s.tar/y.wav, s.tar/y.wav",
    "ais://@u1#ns/b, o, '', b/o, o",
    "ais://b, /o, '', b//o, /o"
  })
  void isWhatAistoreWritesIntoTheArchive(
      String bucket, String object, String archpath, String full, String objectNameOnly)
      throws InvalidNameException {
    ObjectRef ref = new ObjectRef(BucketUri.parseBucket(bucket), object);

    for (ByteRange range : new ByteRange[] {ByteRange.WHOLE, new ByteRange(3, 4)}) {
      Entry entry = new Entry(ref, archpath, range);
      assertThat(ArchiveName.of(entry, false)).isEqualTo(full);
      assertThat(ArchiveName.of(entry, true)).isEqualTo(objectNameOnly);
    }
  }
}
