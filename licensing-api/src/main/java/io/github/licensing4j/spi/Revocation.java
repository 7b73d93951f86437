package io.github.licensing4j.spi;

import java.time.Instant;

/** Revokes several credentials at once, by customer, license, age or family, whether they are on record or not. */
public sealed interface Revocation {

    /** Returns the exact {@code iss} it applies to. */
    String issuer();

    /** Returns when it was made. */
    Instant at();

    /** Revokes everything of one customer, for good. */
    record OfCustomer(String issuer, String customer, Instant at) implements Revocation {}

    /** Revokes every credential of one license that need not be on record, for good. */
    record OfLicense(String issuer, String license, Instant at) implements Revocation {}

    /** Revokes every token whose {@code iat} is before an instant. */
    record IssuedBefore(String issuer, Instant before, Instant at) implements Revocation {}

    /** Revokes every refresh token of one family. */
    record OfFamily(String issuer, String family, Instant at) implements Revocation {}
}
