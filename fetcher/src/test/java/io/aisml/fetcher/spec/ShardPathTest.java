package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardPathTest {
  /** The cases of AIStore's cmn/archive: SplitAtExtension and their corners. */
  @ParameterizedTest
  @CsvSource({
    "a/b/c/shard.tar/dir/file.bin, a/b/c/shard.tar, dir/file.bin",
    "plain/object/path, plain/object/path, ''",
    "s.tgz/m, s.tgz, m",
    "s.tar.gz/m, s.tar.gz, m",
    "s.zip/m, s.zip, m",
    "s.tar.lz4/m, s.tar.lz4, m",
    "s.tar, s.tar, ''",
    "s.tar/, s.tar, ''",
    "s.tarball/m, s.tarball/m, ''",
    "s.TAR/m, s.TAR/m, ''",
    "a.zip/b.tar/c, a.zip/b.tar, c",
    "a.tar/b.tar/c, a.tar, b.tar/c",
    "a.tar.gz/b.tgz/c, a.tar.gz/b.tgz, c",
    ".tar/m, .tar, m",
    "s.tar//m, s.tar, /m",
    "'', '', ''"
  })
  void splitsWhereTheFirstArchiveEnds(String name, String object, String archpath) {
    assertThat(ShardPath.split(name)).isEqualTo(new ShardPath(object, archpath));
  }
}
