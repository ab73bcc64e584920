package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.ManifestText;

/**
 * The text that a mount's {@code cuts.jsonl} is made of, and the manifest's own.
 *
 * @param cuts the same as the original, unless cuts have fields that other files say
 */
record ManifestTexts(ManifestText cuts, ManifestText original) {}
