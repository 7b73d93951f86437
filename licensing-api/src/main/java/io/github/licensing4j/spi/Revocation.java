package io.github.licensing4j.spi;

import java.time.Instant;

/** Takes back more than one credential at once, those of a customer or an age, whether they are on record or not. */
public sealed interface Revocation {

    /** The exact {@code iss} it speaks of. */
    String issuer();

    /** When it was given. */
    Instant at();

    /** Everything of one customer, for good. */
    record OfCustomer(String issuer, String customer, Instant at) implements Revocation {}

    /** Every credential of one license that need not be on record, for good. */
    record OfLicense(String issuer, String license, Instant at) implements Revocation {}

    /** Every token whose {@code iat} is before an instant. */
    record IssuedBefore(String issuer, Instant before, Instant at) implements Revocation {}

    /** Every refresh token of one family. */
    record OfFamily(String issuer, String family, Instant at) implements Revocation {}
}
