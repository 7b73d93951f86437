package io.github.licensing4j.core;

import io.github.licensing4j.Licensing;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.LicenseStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts the engine together. Not safe for use by many threads; what it builds is.
 *
 * <p>Required: {@link #issuer}, {@link #audience}, {@link #catalog} and at least one source of keys. Everything else has
 * the default it names. Contradictions fail in {@link #build}.
 */
public final class LicensingBuilder {
    private String issuer = "";
    private @Nullable Licensing built;

    /** The exact {@code iss} of the host's own license tokens. */
    public LicensingBuilder issuer(String issuer) {
        this.issuer = issuer;
        this.built = null;
        return this;
    }

    /** What {@code aud} of every token must contain. */
    public LicensingBuilder audience(String audience) {
        return this;
    }

    /** How far clocks of issuers may differ: default 30 s, at most 5 min. */
    public LicensingBuilder clockSkew(Duration skew) {
        return this;
    }

    /** The catalog file, {@code licensing.yaml}. */
    public LicensingBuilder catalog(Path file) {
        return this;
    }

    /** How often the catalog file is looked at for changes: default 2 s; zero never looks again. */
    public LicensingBuilder reloadInterval(Duration interval) {
        return this;
    }

    /** The host's own keys: a JWKS or PEM file. Each key verifies; a private part also signs. */
    public LicensingBuilder keys(Path file) {
        return this;
    }

    /** A public key set of the host's own issuer, fetched and kept fresh. */
    public LicensingBuilder keys(URI jwksUri) {
        return this;
    }

    /** Accepts another issuer's tokens as well. May be called several times, once an issuer. */
    public LicensingBuilder trust(TrustedIssuer issuer) {
        return this;
    }

    /** Whether refusals are enforced: default {@link DecisionListener.Mode#ENFORCE}. */
    public LicensingBuilder mode(DecisionListener.Mode mode) {
        return this;
    }

    /** What holds for endpoints that declare nothing: default {@link Unannotated#REQUIRE_LICENSE}. */
    public LicensingBuilder unannotated(Unannotated policy) {
        return this;
    }

    /** Where license records and revocations are: default {@link LicenseStore#none()}. */
    public LicensingBuilder licenseStore(LicenseStore store) {
        return this;
    }

    /** Who hears of decisions: default nobody. May be called several times. */
    public LicensingBuilder listener(DecisionListener listener) {
        return this;
    }

    /** The source of time: default a clock that follows the system's without ever stepping back. */
    public LicensingBuilder clock(InstantSource clock) {
        return this;
    }

    /** How many verified tokens are remembered: default 100,000. */
    public LicensingBuilder maxCachedTokens(int tokens) {
        return this;
    }

    /** How many licenses may have counters in memory at once: default 1,000,000. Past it, licenses never seen are refused with 503. */
    public LicensingBuilder maxActiveLicenses(int licenses) {
        return this;
    }

    /**
     * Reads keys and catalog, checks everything and starts.
     *
     * @throws io.github.licensing4j.LicensingException if anything is missing, contradictory or malformed, with what, where and what was expected
     */
    public Licensing build() {
        return Objects.requireNonNull(built, "not built yet");
    }
}
