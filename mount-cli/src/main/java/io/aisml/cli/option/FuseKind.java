package io.aisml.cli.option;

/** Which binding speaks to the kernel. */
public enum FuseKind {
  KERNEL,
  JNR
}
