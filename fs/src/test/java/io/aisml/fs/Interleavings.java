package io.aisml.fs;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Runs a few threads again and again, each time in another order of their steps, which Lincheck
 * chooses. What runs must not use AssertJ: Lincheck compares the objects that it sees, and an
 * assertion of AssertJ refuses that.
 */
public final class Interleavings {
  private static final String HUNG = "has hung";

  /**
   * On a busy machine what Lincheck does to the classes before the first run alone may take the 30
   * s after which it calls a run hung; a scenario that does hang does so each time.
   */
  private static final int TRIES = 3;

  /** What several threads use; the object of the last call, only written. */
  @SuppressWarnings("unused")
  private static volatile Object shared = new Object();

  private Interleavings() {}

  /**
   * @param count how many
   * @param scenario makes all it uses, runs it by {@link #inParallel} and checks what came of it
   */
  public static void explore(int count, Runnable scenario) {
    for (int left = TRIES - 1; ; left--) {
      try {
        Lincheck.runConcurrentTest(count, scenario);
        return;
      } catch (LincheckAssertionError e) {
        if (left == 0 || !String.valueOf(e.getMessage()).contains(HUNG)) {
          throw e;
        }
      }
    }
  }

  /**
   * Tells Lincheck that several threads will use an object: it looks for the orders of what they do
   * to shared objects, and does not see what a lambda captures.
   */
  public static <T> T shared(T object) {
    shared = object;
    return object;
  }

  /** Runs each in a thread of its own, waits for all, and throws what one of them has thrown. */
  public static void inParallel(Runnable... all) {
    AssertionError[] thrown = new AssertionError[all.length];
    Thread[] threads = new Thread[all.length];
    for (int i = 0; i < all.length; i++) {
      int number = i;
      threads[i] =
          new Thread(
              () -> {
                try {
                  all[number].run();
                } catch (AssertionError e) {
                  thrown[number] = e;
                }
              });
      threads[i].start();
    }
    for (int i = 0; i < all.length; i++) {
      try {
        threads[i].join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (thrown[i] != null) {
        throw thrown[i];
      }
    }
  }

  /**
   * @param what must be so, for the message
   */
  public static void check(boolean isSo, String what) {
    if (!isSo) {
      throw new AssertionError("not so: " + what);
    }
  }
}
