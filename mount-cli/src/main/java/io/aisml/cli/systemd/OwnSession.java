package io.aisml.cli.systemd;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session of this process's own, so that no terminal ends it. */
public final class OwnSession {
  private static final Logger log = LoggerFactory.getLogger(OwnSession.class);

  private OwnSession() {}

  /**
   * Leaves the session of whoever started this process. Only once the mount is made: until then an
   * automount point lets nobody pass but the process group of systemd (systemd {@code mount.c:
   * same_pgrp}, Linux {@code fs/autofs: autofs_oz_mode}), and the mount would wait for itself.
   */
  public static void begin() {
    if (LibC.INSTANCE.setsid() < 0) {
      log.debug("setsid: {}", LibC.error());
    }
  }
}
