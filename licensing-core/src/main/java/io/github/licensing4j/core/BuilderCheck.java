package io.github.licensing4j.core;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.LicenseTokenVerifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses settings of a builder that are missing or contradictory. */
final class BuilderCheck {
    private BuilderCheck() {}

    /** @throws LicensingException if settings contradict each other, or no keys are configured */
    static void check(LicensingBuilder settings, String issuer) {
        checkKeys(settings, issuer);
        OAuthCheck.check(settings, issuer);
        if (settings.redis != null && (settings.rates != null || settings.concurrency != null)) {
            throw new LicensingException(
                    "rates and calls in flight are shared through Redis, and a store of them is configured as well");
        }
        checkStore(settings.stored);
        if (settings.signatures.isRequired() && !settings.stored.hasStore()) {
            throw new LicensingException(
                    "signatures are required, but no license store that holds the keys of licenses");
        }
        UsageAssembly.check(settings.stored);
    }

    private static void checkKeys(LicensingBuilder settings, String issuer) {
        if (settings.ownKeys.isEmpty() && settings.remoteKeys.isEmpty()) {
            throw new LicensingException("no keys are configured: license tokens need a key file or a JWKS URI");
        }
        if (settings.clockSkew.isNegative() || settings.clockSkew.compareTo(LicenseTokenVerifier.MAX_SKEW) > 0) {
            throw new LicensingException(
                    "the clock skew is from zero to " + LicenseTokenVerifier.MAX_SKEW + ", got " + settings.clockSkew);
        }
        List<String> issuers = new ArrayList<>(List.of(issuer));
        for (TrustedIssuer other : settings.trusted) {
            if (issuers.contains(other.issuer())) {
                throw new LicensingException("issuer '" + other.issuer() + "' is trusted twice");
            }
            issuers.add(other.issuer());
        }
    }

    private static void checkStore(StoreOptions stored) {
        if (!stored.store().isLocal() && !stored.staleness().isReachable()) {
            throw new LicensingException("cached licenses may be "
                    + stored.staleness().maxStaleness()
                    + " old, but the store is polled only every " + stored.feedInterval()
                    + ": expected a shorter feed interval, or a longer maximum age");
        }
        if (!stored.hasStore() && !stored.webhooks().endpoints().isEmpty()) {
            throw new LicensingException("webhooks are configured, but no license store");
        }
        if (!stored.hasStore() && !stored.exporters().isEmpty()) {
            throw new LicensingException("usage exporters are configured, but no license store that adds usage up");
        }
    }

    /** @throws LicensingException if a value is missing or blank */
    static <T> T required(@Nullable T value, String name, String what) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            throw new LicensingException("no " + name + " is configured: expected " + what);
        }
        return value;
    }
}
