package io.aisml.fetcher.plan;

import static io.aisml.fetcher.plan.Plans.LINE;
import static io.aisml.fetcher.plan.Plans.member;
import static io.aisml.fetcher.plan.Plans.names;
import static io.aisml.fetcher.plan.Plans.object;
import static io.aisml.fetcher.plan.Plans.range;
import static io.aisml.fetcher.plan.Plans.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.aisml.fetcher.spec.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  @Test
  void keepsRequestOrderInEachDirectory() {
    Plan plan = Plans.ofObjects("z", "dir/2", "a", "dir/1", "sub/dir/x");

    assertThat(tree(plan))
        .containsExactly(
            "z=ais://b/z",
            "dir/",
            "dir/2=ais://b/dir/2",
            "dir/1=ais://b/dir/1",
            "a=ais://b/a",
            "sub/",
            "sub/dir/",
            "sub/dir/x=ais://b/sub/dir/x");
  }

  @ParameterizedTest
  @CsvSource({
    "a.wav, a~2.wav, a~3.wav",
    "a, a~2, a~3",
    ".hidden, .hidden~2, .hidden~3",
    ".hidden.txt, .hidden~2.txt, .hidden~3.txt",
    "a.tar.gz, a.tar~2.gz, a.tar~3.gz",
    "dots., dots~2., dots~3.",
    "ż.flac, ż~2.flac, ż~3.flac"
  })
  void numbersRepeatedNamesBeforeTheLastDot(String first, String second, String third) {
    assertThat(names(Plans.ofObjects(first, first, first), Plan.ROOT))
        .containsExactly(first, second, third);
  }

  @Test
  void takesTheNextNumberThatIsFree() {
    assertThat(names(Plans.ofObjects("a~2.x", "a.x", "a.x", "a.x", "a~3.x"), Plan.ROOT))
        .containsExactly("a~2.x", "a.x", "a~3.x", "a~4.x", "a~3~2.x");
  }

  @Test
  void givesTheNameToTheDirectoryHoweverLateItComes() {
    Plan plan = Plans.ofObjects("s.tar", "other", "s.tar/m");

    assertThat(names(plan, Plan.ROOT)).containsExactly("s~2.tar", "other", "s.tar/");
  }

  @Test
  void givesTheNameToABatchDirectoryWithoutMembers() {
    Plan plan = new PlanBuilder().batch("").add("x", object("x"), LINE).batch("x").build();

    assertThat(names(plan, Plan.ROOT)).containsExactly("x~2", "x/");
    assertThat(plan.batch(1).size()).isZero();
  }

  @Test
  void cutsLongComponentsAtACharacter() {
    String component = "x" + "ą".repeat(200);
    Plan plan = Plans.ofObjects(component + "/" + component, component);

    // printf 'x%s' "$(printf 'ą%.0s' $(seq 200))" | sha256sum
    String cut = "x" + "ą".repeat(122) + "~807eb56a";
    assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(250, 255);
    assertThat(tree(plan))
        .containsExactly(
            cut + "/",
            cut + "/" + cut + "=ais://b/" + component + "/" + component,
            names(plan, Plan.ROOT).get(1) + "=ais://b/" + component);
    assertThat(names(plan, Plan.ROOT).get(1).getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(250, 255);
  }

  @Test
  void leavesNamesOf255BytesAlone() {
    String longest = "ą".repeat(127) + "x";

    assertThat(names(Plans.ofObjects(longest), Plan.ROOT)).containsExactly(longest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/abs", "a//b", "a/", "..", ".", "a/../b", "./a", "a/.", "nul\0", "\ud800x"})
  void leavesImpossibleNamesOut(String path) {
    Plan plan =
        new PlanBuilder()
            .batch("")
            .add(path, object("o"), LINE)
            .add("fine", object("p"), LINE)
            .build();

    assertThat(tree(plan)).containsExactly("fine=ais://b/p");
    assertThat(plan.fileCount()).isOne();
    assertThat(plan.batch(0).size()).isOne();
    assertThat(plan.leftOutCount()).isOne();
    assertThat(plan.leftOut())
        .singleElement()
        .satisfies(left -> assertThat(left.where()).isEqualTo("spec.json:7"))
        .satisfies(left -> assertThat(left.name()).isEqualTo("ais://b/o"))
        .satisfies(left -> assertThat(left.cause()).startsWith("its name "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", "..a", " ", "a\nb", "\\", "~", "e\u0301", "\ud83d\ude00"})
  void takesOddButPossibleNamesAsTheyAre(String name) {
    assertThat(tree(Plans.ofObjects(name))).containsExactly(name + "=ais://b/" + name);
  }

  @Test
  void keepsOnlySoManyReasonsInMemory() {
    PlanBuilder builder = new PlanBuilder().batch("");
    for (int i = 0; i < PlanBuilder.LEFT_OUT_KEPT + 5; i++) {
      builder.leaveOut("cut", "no bytes", LINE);
    }
    Plan plan = builder.build();

    assertThat(plan.leftOut()).hasSize(PlanBuilder.LEFT_OUT_KEPT);
    assertThat(plan.leftOutCount()).isEqualTo(PlanBuilder.LEFT_OUT_KEPT + 5);
  }

  @Test
  void makesEqualEntriesOneFileWithSeveralLinks() {
    Entry twice = range("o", 5, 10);
    Plan plan =
        new PlanBuilder()
            .batch("one")
            .add("x", twice, LINE)
            .add("y", object("o"), LINE)
            .add("x", twice, LINE)
            .batch("two")
            .batch("three")
            .add("z", range("o", 5, 11), LINE)
            .add("w", twice, LINE)
            .add("w", twice, LINE)
            .build();

    assertThat(tree(plan))
        .containsExactly(
            "one/",
            "one/x=ais://b/o [5, 10]",
            "one/y=ais://b/o",
            "one/x~2=ais://b/o [5, 10]",
            "two/",
            "three/",
            "three/z=ais://b/o [5, 11]",
            "three/w=ais://b/o [5, 10]",
            "three/w~2=ais://b/o [5, 10]");
    assertThat(plan.fileCount()).isEqualTo(3);
    assertThat(IntStream.range(0, 3).map(plan::links)).containsExactly(4, 1, 1);
    assertThat(plan.batchesOf(0)).containsExactly(0, 2);
    assertThat(plan.batchesOf(1)).containsExactly(0);
    assertThat(plan.batchesOf(2)).containsExactly(2);
    assertThat(files(plan.batch(0))).containsExactly(0, 1);
    assertThat(files(plan.batch(1))).isEmpty();
    assertThat(files(plan.batch(2))).containsExactly(2, 0);
    assertThat(plan.batch(2).directory()).isEqualTo("three");
  }

  @Test
  void tellsEntriesApartByEveryPart() {
    PlanBuilder builder = new PlanBuilder().batch("");
    List<Entry> entries =
        List.of(
            object("o"),
            object("p"),
            member("o", "m"),
            member("o", "n"),
            range("o", 1, 2),
            range("o", 2, 2),
            range("o", 2, -1));
    entries.forEach(entry -> builder.add("f", entry, LINE));
    Plan plan = builder.build();

    assertThat(IntStream.range(0, plan.fileCount()).mapToObj(plan::entry))
        .containsExactlyElementsOf(entries);
    assertThat(IntStream.range(0, plan.fileCount()).mapToLong(plan::knownSize))
        .containsExactly(-1L, -1L, -1L, -1L, 2L, 2L, -1L);
  }

  @Test
  void knowsTheParentOfADirectory() {
    Plan plan = Plans.ofObjects("a/b/x");
    int a = plan.target(plan.find(Plan.ROOT, utf8("a")));
    int b = plan.target(plan.find(a, utf8("b")));

    assertThat(plan.parent(b)).isEqualTo(a);
    assertThat(plan.parent(a)).isEqualTo(Plan.ROOT);
    assertThat(plan.parent(Plan.ROOT)).isEqualTo(Plan.ROOT);
    assertThat(plan.directoryCount()).isEqualTo(3);
  }

  @Test
  void findsNoNameThatIsNotThere() {
    Plan plan = Plans.ofObjects("a/b");

    assertThat(plan.find(Plan.ROOT, utf8("b"))).isEqualTo(-1);
    assertThat(plan.find(Plan.ROOT, utf8(""))).isEqualTo(-1);
    assertThat(plan.find(Plan.ROOT, utf8("a".repeat(4096)))).isEqualTo(-1);
  }

  @Test
  void isAnEmptyRootWithoutBatches() {
    Plan plan = new PlanBuilder().build();

    assertThat(plan.directoryCount()).isOne();
    assertThat(tree(plan)).isEmpty();
    assertThat(plan.batchCount()).isZero();
  }

  @Test
  void refusesAnImpossibleBatchDirectory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlanBuilder().batch("a/../b"))
        .withMessageContaining("a/../b");
  }

  @Test
  void refusesAMemberBeforeTheFirstBatch() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new PlanBuilder().add("x", object("x"), LINE));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int[] files(Batch batch) {
    return IntStream.range(0, batch.size()).map(batch::file).toArray();
  }
}
