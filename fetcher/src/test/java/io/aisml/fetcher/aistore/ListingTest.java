package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings, of pages of two names. */
class ListingTest extends AgainstFakeAistore {
  private List<ListedObject> list(String prefix, boolean archives) throws IOException {
    List<ListedObject> listed = new ArrayList<>();
    source.list(BUCKET, prefix, archives, listed::add);
    return listed;
  }

  @BeforeEach
  void fill() {
    for (String name : List.of("a", "b/1", "b/2", "b/3", "b/4", "b/s.tar", "b/s.tar!m", "c")) {
      server.put("b", name, new byte[name.length()]);
    }
  }

  @Test
  void goThroughAllPages() throws IOException {
    assertThat(list("b/", false))
        .containsExactly(
            new ListedObject("b/1", 3, false),
            new ListedObject("b/2", 3, false),
            new ListedObject("b/3", 3, false),
            new ListedObject("b/4", 3, false),
            new ListedObject("b/s.tar", 7, false));
    assertThat(source.counters().metadataRequests.sum()).isEqualTo(3);
  }

  @Test
  void takeAPrefixForNoDirectory() throws IOException {
    server.put("b", "b-0", new byte[0]);
    server.put("b", "b2", new byte[0]);

    assertThat(list("b", false))
        .extracting(ListedObject::name)
        .containsExactly("b-0", "b/1", "b/2", "b/3", "b/4", "b/s.tar", "b2");
  }

  @Test
  void showMembersOfArchives() throws IOException {
    assertThat(list("b/s", true))
        .containsExactly(
            new ListedObject("b/s.tar", 7, false), new ListedObject("b/s.tar/m", 9, true));
  }

  @Test
  void goOnAfterAFailureWithANewJob() throws IOException {
    List<ListedObject> listed = new ArrayList<>();
    source.list(
        BUCKET,
        "",
        false,
        object -> {
          if (object.name().equals("b/1")) {
            server.proxyFaults.add(new Fault.Status(503, "", ""));
          }
          return listed.add(object);
        });

    assertThat(listed).extracting(ListedObject::name).doesNotHaveDuplicates().hasSize(7);
    assertThat(server.requests.get(2).body()).contains("\"uuid\":\"\"", "\"b/1\"");
  }

  @Test
  void stopWhenEnoughWasSeen() throws IOException {
    source.list(BUCKET, "", false, object -> false);

    assertThat(server.requests).hasSize(1);
  }

  @Test
  void ofAMissingBucketFail() {
    assertThatThrownBy(
            () -> source.list(Bucket.of(Provider.AIS, "nope"), "", false, object -> true))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("ais://nope");
  }
}
