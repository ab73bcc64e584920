/**
 * Entries of a store on their way into an archive: {@link ArchiveDownload} asks for them, verifies
 * that each came whole and in its place, and writes them; {@link OutputFile} gives the file its
 * name only when it is complete.
 */
@NullMarked
package io.aisml.fetcher.download;

import org.jspecify.annotations.NullMarked;
