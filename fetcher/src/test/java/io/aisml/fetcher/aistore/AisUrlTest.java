package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class AisUrlTest {
  @Property
  void survivesParsing(@ForAll @NotEmpty String name) {
    String text =
        name.codePoints()
            .filter(c -> c < 0xd800 || c > 0xdfff)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    URI uri = URI.create("http://h/" + AisUrl.encode(text, "/") + "?q");

    assertThat(uri.getPath()).isEqualTo("/" + text);
  }

  @Test
  void namesNamespacesWithBothMarks() {
    Bucket bucket = new Bucket(Provider.AIS, new Namespace("remote", ""), "b");

    assertThat(AisUrl.object(new ObjectRef(bucket, "a/b c")))
        .isEqualTo("/v1/objects/b/a/b%20c?provider=ais&namespace=%40remote%23");
  }

  @Test
  void repairsLocations() throws IOException {
    assertThat(AisUrl.location("http://[::1]:8081/v1/objects/b/br[1]{2}|\\\"%20.bin?pid=p&utm=1"))
        .hasToString("http://[::1]:8081/v1/objects/b/br%5B1%5D%7B2%7D%7C%5C%22%20.bin?pid=p&utm=1");
  }

  @Test
  void refusesLocationsThatLeadNowhere() {
    assertThatThrownBy(() -> AisUrl.location("/v1/objects")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> AisUrl.location("http://host")).isInstanceOf(IOException.class);
  }
}
