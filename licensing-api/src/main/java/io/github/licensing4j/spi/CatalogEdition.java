package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A catalog text that was in force from an instant until the next edition.
 *
 * @param hash SHA-256 of the text, hexadecimal
 * @param since the first instant at which it was in force, in whole milliseconds
 * @param counters the counters of its limits at that time, in a format of the engine; null if they follow from the text
 *     alone
 */
public record CatalogEdition(
        String hash, Instant since, @Nullable String counters) {

    /** Creates an edition whose counters follow from its text alone. */
    public CatalogEdition(String hash, Instant since) {
        this(hash, since, null);
    }
}
