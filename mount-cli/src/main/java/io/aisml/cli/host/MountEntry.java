package io.aisml.cli.host;

import java.nio.file.Path;

/**
 * One mount of this host.
 *
 * @param device major and minor number as {@code 0:52}
 * @param type {@code fuse.aisml}
 * @param source what was mounted, as {@code findmnt} shows it
 */
public record MountEntry(Path directory, String device, String type, String source) {}
