package io.aisml.fetcher.select;

import io.aisml.fetcher.local.DirectorySource;
import io.aisml.fetcher.source.BatchSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A directory as the store, which can have namespaces and clouds too. */
class SelectorTest extends SelectorContract {
  @TempDir private static Path root;
  private static DirectorySource source;

  @BeforeAll
  static void fill() throws IOException {
    source = new DirectorySource(root);
    fill((bucket, name, content) -> put("ais/" + bucket + "/" + name, content));
    put("ais/@uu#ns/v-a/o1.bin", new byte[70]);
    put("aws/v-a/o1.bin", new byte[80]);
  }

  @AfterAll
  static void end() {
    source.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ais://@uu#ns/v-a/o1.bin; v-a/o1.bin(70)",
        "ais://@uu#ns/v-a; v-a/o1.bin(70)",
        "s3://v-a/o1.bin; v-a/o1.bin(80)",
        "s3://v-a ais://v-a/o1.bin; v-a/o1.bin(80) v-a/o1.bin(101)",
        "ais://@uu#ns/v-a --spec=in: [{objname: o1.bin}]; v-a/o1.bin(?)"
      })
  void tellsNamespacesAndProvidersApart(String line, String expected) throws Exception {
    check(line, expected, MissingSource.FAIL);
  }

  @Override
  BatchSource store() {
    return source;
  }

  @Override
  String bucket(String alias) {
    return alias;
  }

  private static void put(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
