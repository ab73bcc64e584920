package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a mount shows: directories, files and the batches that bring the files' bytes. Immutable;
 * decided once, the same for the same sources; a million entries cost well under 200 bytes each
 * beside their names, so everything is an index into columns:
 *
 * <ul>
 *   <li>a <b>directory</b>, 0 being the root;
 *   <li>a <b>file</b>: one distinct {@link Entry}, numbered in order of first mention;
 *   <li>a <b>generated file</b>, numbered behind the files, whose bytes come from elsewhere;
 *   <li>a <b>dentry</b>: a name in a directory that stands for a directory or a file of either
 *       kind. Several dentries may stand for one file.
 * </ul>
 */
public final class Plan {
  /** The root directory. */
  public static final int ROOT = 0;

  /** The directory of files about the files, in any directory: found by name, never listed. */
  public static final String HIDDEN = ".aisml";

  static final byte[] HIDDEN_BYTES = HIDDEN.getBytes(StandardCharsets.UTF_8);

  private final Files files;
  private final int generatedCount;
  private final Dentries dentries;
  private final Batches batches;
  private final List<LeftOut> leftOut;
  private final long leftOutCount;

  Plan(
      Files files,
      int generatedCount,
      Dentries dentries,
      Batches batches,
      List<LeftOut> leftOut,
      long leftOutCount) {
    this.files = files;
    this.generatedCount = generatedCount;
    this.dentries = dentries;
    this.batches = batches;
    this.leftOut = List.copyOf(leftOut);
    this.leftOutCount = leftOutCount;
  }

  Files files() {
    return files;
  }

  Dentries dentries() {
    return dentries;
  }

  Batches batches() {
    return batches;
  }

  public int directoryCount() {
    return dentries.directoryCount();
  }

  public int fileCount() {
    return files.count();
  }

  /** How many generated files there are: they have the numbers from {@link #fileCount} on. */
  public int generatedCount() {
    return generatedCount;
  }

  public int batchCount() {
    return batches.count();
  }

  public Batch batch(int batch) {
    return batches.batch(batch);
  }

  /** The batches that a file belongs to, ascending; one, unless a later batch repeats the entry. */
  public int[] batchesOf(int file) {
    return batches.of(file);
  }

  /** The directory that holds {@code directory}; the root's is the root. */
  public int parent(int directory) {
    return dentries.parent()[directory];
  }

  /** How many names a directory holds. */
  public int dentryCount(int directory) {
    return dentries.count(directory);
  }

  /** The i-th name of a directory, in request order, as a dentry. */
  public int dentry(int directory, int i) {
    return dentries.first()[directory] + Objects.checkIndex(i, dentries.count(directory));
  }

  /** How many of a directory's names, the first of them, are not to be listed: 0 or 1. */
  public int hiddenDentries(int directory) {
    return dentries.count(directory) > 0
            && Arrays.equals(dentries.nameOf(dentry(directory, 0)), HIDDEN_BYTES)
        ? 1
        : 0;
  }

  /** Finds a name (UTF-8) in a directory: a dentry, or -1. */
  public int find(int directory, byte[] name) {
    return dentries.find(directory, name);
  }

  /** A dentry's name, UTF-8, at most 255 bytes. */
  public byte[] name(int dentry) {
    return dentries.nameOf(dentry);
  }

  public boolean isDirectory(int dentry) {
    return dentries.target()[dentry] < 0;
  }

  /** The directory, file or generated file that a dentry stands for. */
  public int target(int dentry) {
    int target = dentries.target()[dentry];
    return target < 0 ? ~target : target;
  }

  public Entry entry(int file) {
    return files.entry(file);
  }

  /** Whether a file is a part of its entry's audio. */
  public boolean isClip(int file) {
    return files.clips().has(file);
  }

  /** How many files are parts of their entries. */
  public int clipCount() {
    return files.clips().count();
  }

  /** The part that a file is, given one that is a part. */
  public ClipPart clip(int file) {
    return files.clips().part(file);
  }

  /** Of all parts of one entry the first, given one of them. */
  public int firstOfRecording(int file) {
    return files.clips().recording()[file];
  }

  /** The files of a part's group, itself among them. */
  public int[] together(int file) {
    return files.clips().together(file);
  }

  /** How many dentries stand for a file. */
  public int links(int file) {
    return files.links()[file];
  }

  /** A file's size as far as a range or a listing told it, else -1. */
  public long knownSize(int file) {
    return files.knownSize(file);
  }

  /** How many entries no file stands for. */
  public long leftOutCount() {
    return leftOutCount;
  }

  /** The entries that no file stands for, with the cause: the first ten thousand. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /** Bytes of memory that this plan holds, the names' own bytes included. */
  public long memoryBytes() {
    long bytes = files.memoryBytes() + dentries.memoryBytes() + batches.memoryBytes();
    for (LeftOut left : leftOut) {
      bytes += Footprint.of(left.where()) + Footprint.of(left.name()) + Footprint.of(left.cause());
    }
    return bytes;
  }
}
