package io.aisml.fetcher.aistore;

import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;

/** What a {@link FakeAistore} does wrong, once. */
sealed interface Fault {
  /** Closes the connection after so many bytes of the body. */
  record CloseAfter(int bytes) implements Fault {}

  /** Sends nothing more after so many bytes of the body. */
  record Stall(int bytes) implements Fault {}

  /** Ends the archive well after so many members. */
  record ShortArchive(int members) implements Fault {}

  /** Answers with an error. */
  record Status(int code, String tcode, String message) implements Fault {}

  /** Answers 200 with neither body nor Content-Type. */
  record Empty200() implements Fault {}

  /** Ignores all ranges. */
  record WholeForRange() implements Fault {}

  /**
   * Says in the head of a buffered reply what is not so.
   *
   * @param change made to the members as the head has them: {@code objname}, {@code size}
   */
  record WrongHead(Consumer<ArrayNode> change) implements Fault {}

  /** Gives each member the name of another object. */
  record WrongNames() implements Fault {}
}
