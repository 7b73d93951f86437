package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Binding;
import io.github.licensing4j.core.license.KeyRestraints;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a key that is restrained because of a signal is exchanged for a token. */
final class RestrainedExchange {
    private RestrainedExchange() {}

    /**
     * Returns why a key is not exchanged, empty if it is.
     *
     * @param proven the key whose possession the request has proven
     */
    static Optional<Exchange> declined(LicenseRecord license, ApiKeyRecord key, Binding proven, Instant now) {
        return KeyRestraints.strictest(license, key.countedAs(), now).flatMap(restraint -> declined(restraint, proven));
    }

    private static Optional<Exchange> declined(KeyRestraint restraint, Binding proven) {
        return switch (restraint.action()) {
            case SUSPEND ->
                Optional.of(new Exchange.Declined(
                        "invalid_grant",
                        "The API key is suspended until " + restraint.until() + ", as it may be misused."));
            case REQUIRE_PROOF ->
                proven.thumbprint() == null
                        ? Optional.of(new Exchange.Declined(
                                "invalid_dpop_proof",
                                "A DPoP proof is required until " + restraint.until()
                                        + ", as the API key may be misused."))
                        : Optional.empty();
            case THROTTLE -> Optional.empty();
        };
    }
}
