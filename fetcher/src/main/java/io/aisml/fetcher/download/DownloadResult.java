package io.aisml.fetcher.download;

import java.util.List;

/**
 * What a finished download wrote.
 *
 * @param members of the archive, placeholders included
 * @param bytes of all members, without what the archive has around them
 * @param missing members that are placeholders
 * @param firstMissing the first of them, {@link ArchiveDownload#MAX_LISTED} at most
 */
public record DownloadResult(
    long members, long bytes, long missing, List<MissingMember> firstMissing) {}
