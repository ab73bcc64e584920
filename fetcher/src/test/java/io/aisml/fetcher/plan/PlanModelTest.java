package io.aisml.fetcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.plan.ReferencePlan.Member;
import io.aisml.fetcher.plan.ReferencePlan.MemberBatch;
import io.aisml.fetcher.spec.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random plans over so few names that most of them collide. */
class PlanModelTest {
  private static final String LONG = "ą😀".repeat(50);

  @Property(tries = 2000)
  void agreesWithTheReference(@ForAll("sources") List<MemberBatch> source) {
    Plan plan = plan(source);
    ReferencePlan reference = new ReferencePlan(source);

    assertThat(listings(plan)).isEqualTo(reference.listings);
    listings(plan)
        .forEach(
            (directory, names) ->
                assertThat(names.keySet())
                    .as(directory)
                    .containsExactlyElementsOf(reference.listing(directory).keySet()));
    assertThat(plan.leftOutCount()).isEqualTo(reference.leftOut);
    assertThat(plan.batchCount()).isEqualTo(source.size());
    for (int batch = 0; batch < plan.batchCount(); batch++) {
      assertThat(plan.batch(batch).directory()).isEqualTo(source.get(batch).directory());
      assertThat(entries(plan, plan.batch(batch)))
          .containsExactlyElementsOf(reference.batches.get(batch));
    }
  }

  @Property(tries = 500)
  void findsWhatItListsAndNothingElse(@ForAll("sources") List<MemberBatch> source) {
    Plan plan = plan(source);

    for (int directory = 0; directory < plan.directoryCount(); directory++) {
      Set<String> listed = listing(plan, directory).keySet();
      for (int i = 0; i < plan.dentryCount(directory); i++) {
        int dentry = plan.dentry(directory, i);
        assertThat(plan.name(dentry)).hasSizeBetween(1, 255);
        assertThat(plan.find(directory, plan.name(dentry))).isEqualTo(dentry);
      }
      for (String name : List.of("a", "a~2", "a~3", "a.x", "a~2.x", "b", "c")) {
        assertThat(plan.find(directory, name.getBytes(StandardCharsets.UTF_8)) >= 0)
            .isEqualTo(listed.contains(name));
      }
    }
  }

  @Property(tries = 500)
  void countsLinksAndBatchesOfEachFile(@ForAll("sources") List<MemberBatch> source) {
    Plan plan = plan(source);
    ReferencePlan reference = new ReferencePlan(source);

    for (int file = 0; file < plan.fileCount(); file++) {
      Entry entry = plan.entry(file);
      long names =
          reference.listings.values().stream()
              .flatMap(listing -> listing.values().stream())
              .filter(entry::equals)
              .count();
      List<Integer> batches = new ArrayList<>();
      for (int batch = 0; batch < reference.batches.size(); batch++) {
        if (reference.batches.get(batch).contains(entry)) {
          batches.add(batch);
        }
      }
      assertThat(plan.links(file)).isEqualTo((int) names);
      assertThat(plan.batchesOf(file)).containsExactly(batches.toArray(Integer[]::new));
      assertThat(plan.knownSize(file))
          .isEqualTo(entry.range().length() > 0 ? entry.range().length() : -1);
    }
  }

  @Property(tries = 200)
  void isTheSameForTheSameSource(@ForAll("sources") List<MemberBatch> source) {
    assertThat(Plans.tree(plan(source))).isEqualTo(Plans.tree(plan(source)));
    assertThat(plan(source).memoryBytes()).isEqualTo(plan(source).memoryBytes());
  }

  @Provide
  Arbitrary<List<MemberBatch>> sources() {
    Arbitrary<String> component =
        Arbitraries.frequency(
            Tuple.of(20, "a"),
            Tuple.of(10, "a~2"),
            Tuple.of(20, "a.x"),
            Tuple.of(10, "a~2.x"),
            Tuple.of(5, ".a"),
            Tuple.of(5, LONG),
            Tuple.of(5, LONG + ".x"),
            Tuple.of(1, ".."),
            Tuple.of(1, ""));
    Arbitrary<String> path =
        component.list().ofMinSize(1).ofMaxSize(3).map(c -> String.join("/", c));
    Arbitrary<Entry> fixed =
        Arbitraries.of(
            Plans.object("a"),
            Plans.member("a", "a.x"),
            Plans.range("a", 1, 3),
            Plans.range("a", 2, -1));
    Arbitrary<Member> member =
        Combinators.combine(path, Arbitraries.oneOf(fixed, path.map(Plans::object)))
            .as(Member::new);
    return Combinators.combine(Arbitraries.of("", "a", "a/a.x", "c"), member.list().ofMaxSize(12))
        .as(MemberBatch::new)
        .list()
        .ofMaxSize(4);
  }

  private static Plan plan(List<MemberBatch> source) {
    PlanBuilder builder = new PlanBuilder();
    for (MemberBatch batch : source) {
      builder.batch(batch.directory());
      batch.members().forEach(m -> builder.add(m.path(), m.entry(), Plans.LINE));
    }
    return builder.build();
  }

  private static Map<String, Map<String, Entry>> listings(Plan plan) {
    Map<String, Map<String, Entry>> listings = new LinkedHashMap<>();
    for (int directory = 0; directory < plan.directoryCount(); directory++) {
      listings.put(path(plan, directory), listing(plan, directory));
    }
    return listings;
  }

  private static Map<String, Entry> listing(Plan plan, int directory) {
    Map<String, Entry> names = new LinkedHashMap<>();
    for (int i = 0; i < plan.dentryCount(directory); i++) {
      int dentry = plan.dentry(directory, i);
      Entry entry =
          plan.isDirectory(dentry) ? ReferencePlan.DIRECTORY : plan.entry(plan.target(dentry));
      names.put(new String(plan.name(dentry), StandardCharsets.UTF_8), entry);
    }
    assertThat(names).hasSize(plan.dentryCount(directory));
    return names;
  }

  private static String path(Plan plan, int directory) {
    if (directory == Plan.ROOT) {
      return "";
    }
    int parent = plan.parent(directory);
    for (int i = 0; i < plan.dentryCount(parent); i++) {
      int dentry = plan.dentry(parent, i);
      if (plan.isDirectory(dentry) && plan.target(dentry) == directory) {
        String name = new String(plan.name(dentry), StandardCharsets.UTF_8);
        return parent == Plan.ROOT ? name : path(plan, parent) + "/" + name;
      }
    }
    throw new AssertionError("directory " + directory + " is in no directory");
  }

  private static List<Entry> entries(Plan plan, Batch batch) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      entries.add(plan.entry(batch.file(i)));
    }
    return entries;
  }
}
