package io.aisml.fs;

import io.aisml.fs.load.LoadStatus;
import java.util.List;

/**
 * What a mount is doing and has done.
 *
 * @param sizesKnown files whose size is known
 * @param waiting opens and reads that wait right now
 * @param waits how many waits ended within 1, 2, 4, ... ms; the last element counts all longer ones
 * @param opensAnswered whether opens come to the mount
 * @param opens opens of files
 * @param bytesRead bytes given to readers
 * @param pushed files put into the kernel's page cache before they were read
 */
public record FileSystemStatus(
    int directories,
    int files,
    long sizesKnown,
    int waiting,
    List<Long> waits,
    boolean opensAnswered,
    long opens,
    long bytesRead,
    long pushed,
    LoadStatus loads) {}
