package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fs.fuse.MountException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process has not answered is what the next one finds. */
class RequestJournalTest {
  private final ByteBuffer memory = NativeMemory.allocate(RequestJournal.BYTES);
  private final RequestJournal journal = new RequestJournal(memory);

  @Test
  void findsWhatWasReadAndWhatWaits() throws Exception {
    journal.receiveBuffer(1).put(read(7));
    int kept = journal.keep(request(3));
    int answered = journal.keep(request(5));
    journal.release(answered);

    assertThat(uniques()).containsExactlyInAnyOrder(7L, 3L);
    Request found = RequestJournal.left(memory).get(1);
    assertThat(found.opcode()).isEqualTo(Opcode.READ);
    assertThat(found.longAt(8)).isEqualTo(4096);

    journal.release(kept);
    assertThat(uniques()).containsExactly(7L);
  }

  @Test
  void refusesWhenMoreWaitedThanIsKept() throws Exception {
    List<Integer> slots = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      slots.add(journal.keep(request(2L * i)));
    }
    assertThatThrownBy(this::uniques)
        .isInstanceOf(MountException.class)
        .hasMessage("904 requests more waited than are kept");

    slots.forEach(journal::release);
    assertThat(uniques()).isEmpty();
  }

  @Test
  void refusesAnotherLayout() {
    assertThatThrownBy(() -> RequestJournal.left(ByteBuffer.allocate(RequestJournal.BYTES)))
        .isInstanceOf(MountException.class);
    assertThatThrownBy(() -> RequestJournal.left(ByteBuffer.allocate(64)))
        .isInstanceOf(MountException.class);
  }

  private List<Long> uniques() throws MountException {
    return RequestJournal.left(memory).stream().map(Request::unique).toList();
  }

  private static Request request(long unique) throws MalformedRequestException {
    ByteBuffer bytes = read(unique);
    return Request.of(bytes, bytes.limit());
  }

  /** READ of inode 9 at 4096: {@code struct fuse_in_header}, {@code struct fuse_read_in}. */
  private static ByteBuffer read(long unique) {
    ByteBuffer bytes = NativeMemory.allocate(80);
    bytes.putInt(80).putInt(Opcode.READ.number()).putLong(unique).putLong(9).position(40);
    bytes.putLong(0).putLong(4096).putInt(512);
    return bytes.position(0);
  }
}
