package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * A catalog text that was in force from an instant until the next edition.
 *
 * @param hash SHA-256 of the text, hexadecimal
 * @param since the first instant at which it was in force, in whole milliseconds
 */
public record CatalogEdition(String hash, Instant since) {}
