package io.aisml.fs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves when room is wanted. */
class MemberCacheTest {
  private static final int SIZE = 2048;

  private final List<Member> gone = new ArrayList<>();
  private long now = 17;
  private final MemberCache cache = new MemberCache(4 * SIZE, gone::add, () -> now);

  private Member ready(int key) {
    return ready(cache, key);
  }

  private static Member ready(MemberCache cache, int key) {
    assertThat(cache.reserve(SIZE, false)).isTrue();
    Member member = new Member(key);
    member.begin(cache.allocate(SIZE));
    member.complete();
    return member;
  }

  @Test
  void ofThePiecesOfLargeFilesThatWereReadTheNewestStay() {
    MemberCache roomy = new MemberCache(100L * SIZE, gone::add, () -> now);
    List<Member> pieces = new ArrayList<>();
    for (int key = 0; key < MemberCache.PASSED_KEPT; key++) {
      pieces.add(ready(roomy, key));
      roomy.addUnread(pieces.get(key));
      roomy.markPassed(pieces.get(key));
      roomy.markPassed(pieces.get(0)); // read once more, by another reader
    }
    assertThat(gone).isEmpty();

    Member next = ready(roomy, pieces.size());
    roomy.addUnread(next);
    roomy.markPassed(next);

    assertThat(gone).containsExactly(pieces.get(0));
    assertThat(roomy.usage().readMembers()).isEqualTo(MemberCache.PASSED_KEPT);
    assertThat(roomy.usage().free()).isEqualTo((100L - MemberCache.PASSED_KEPT) * SIZE);
  }

  @Test
  void whatWasToldAndNeverReadAgesOut() {
    Member told = ready(1);
    cache.addPerishable(told);
    for (int key = 2; key <= 4; key++) {
      cache.addUnread(ready(key));
    }

    now += MemberCache.SHELF_NANOS - 1;
    assertThat(cache.reserve(SIZE, false)).isFalse();
    now += 1;
    assertThat(cache.reserve(SIZE, false)).isTrue();

    assertThat(gone).containsExactly(told);
  }

  @Test
  void whatWasToldAndReadLeavesAsAnythingThatWasRead() {
    List<Member> told = new ArrayList<>();
    for (int key = 1; key <= 4; key++) {
      told.add(ready(key));
      cache.addPerishable(told.get(key - 1));
    }
    cache.markRead(told.get(2));

    assertThat(cache.reserve(SIZE, false)).isTrue();

    assertThat(gone).containsExactly(told.get(2));
    now += MemberCache.SHELF_NANOS;
    assertThat(cache.reserve(SIZE, false)).isTrue();
    assertThat(gone).containsExactly(told.get(2), told.get(0));
  }
}
