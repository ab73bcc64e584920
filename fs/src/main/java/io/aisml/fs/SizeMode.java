package io.aisml.fs;

/** When sizes that the plan does not tell are learned. */
public enum SizeMode {
  /** After the mount, from listings where that is cheap. */
  BACKGROUND,
  /** By loading only. */
  LAZY,
  /** Before the mount is ready: all of them. */
  EAGER
}
