package io.aisml.cli.systemd;

import java.lang.reflect.Proxy;

/** The signal SIGHUP, which {@code systemctl reload} sends. */
public final class HangUp {
  private HangUp() {}

  /**
   * Runs an action, on a thread of its own, at each SIGHUP, instead of ending the process.
   *
   * <p>By reflection, because the compiler warns of {@code sun.misc.Signal} and can't be told that
   * Java has no other way to a signal.
   *
   * @throws ReflectiveOperationException where Java has no such class: SIGHUP then ends the process
   */
  public static void handle(Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object running =
        Proxy.newProxyInstance(
            HangUp.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                action.run();
                return null;
              }
              return method.getName().equals("hashCode") ? 0 : (Object) (proxy == arguments[0]);
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), running);
  }
}
