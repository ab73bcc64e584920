package io.aisml.fetcher.plan;

import io.aisml.fetcher.audio.AudioWindow;

/**
 * The part of an entry that is a file of its own.
 *
 * @param window of the audio that the entry is
 * @param rate frames a second that the audio must have; 0 for any
 * @param group files of one group are parts together or, when one of them can't be, whole entries
 *     together; 0 for a file that has no others
 */
public record ClipPart(AudioWindow window, int rate, int group) {}
