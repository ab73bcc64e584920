package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Entry;
import java.util.List;

/**
 * What a mount shows: directories, files and the batches that bring the files' bytes. Immutable;
 * decided once, the same for the same sources; a million entries cost well under 200 bytes each
 * beside their names, so everything is an index into columns:
 *
 * <ul>
 *   <li>a <b>directory</b>, 0 being the root;
 *   <li>a <b>file</b>: one distinct {@link Entry}, numbered in order of first mention;
 *   <li>a <b>dentry</b>: a name in a directory that stands for a directory or a file. Several
 *       dentries may stand for one file.
 * </ul>
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Plan {
  /** The root directory. */
  public static final int ROOT = 0;

  public int directoryCount() {
    throw new UnsupportedOperationException();
  }

  public int fileCount() {
    throw new UnsupportedOperationException();
  }

  public int batchCount() {
    throw new UnsupportedOperationException();
  }

  public Batch batch(int batch) {
    throw new UnsupportedOperationException();
  }

  /** The batches that a file belongs to, ascending; one, unless a later batch repeats the entry. */
  public int[] batchesOf(int file) {
    throw new UnsupportedOperationException();
  }

  /** The directory that holds {@code directory}; the root's is the root. */
  public int parent(int directory) {
    throw new UnsupportedOperationException();
  }

  /** How many names a directory holds. */
  public int dentryCount(int directory) {
    throw new UnsupportedOperationException();
  }

  /** The i-th name of a directory, in request order, as a dentry. */
  public int dentry(int directory, int i) {
    throw new UnsupportedOperationException();
  }

  /** Finds a name (UTF-8) in a directory: a dentry, or -1. */
  public int find(int directory, byte[] name) {
    throw new UnsupportedOperationException();
  }

  /** A dentry's name, UTF-8, at most 255 bytes. */
  public byte[] name(int dentry) {
    throw new UnsupportedOperationException();
  }

  public boolean isDirectory(int dentry) {
    throw new UnsupportedOperationException();
  }

  /** The directory or file that a dentry stands for. */
  public int target(int dentry) {
    throw new UnsupportedOperationException();
  }

  public Entry entry(int file) {
    throw new UnsupportedOperationException();
  }

  /** How many dentries stand for a file. */
  public int links(int file) {
    throw new UnsupportedOperationException();
  }

  /** A file's size as far as the plan alone tells it (an explicit range length), else -1. */
  public long knownSize(int file) {
    throw new UnsupportedOperationException();
  }

  /** Entries that no file stands for, with the cause. */
  public List<LeftOut> leftOut() {
    throw new UnsupportedOperationException();
  }

  /** Bytes of memory that this plan holds, the names' own bytes included. */
  public long memoryBytes() {
    throw new UnsupportedOperationException();
  }
}
