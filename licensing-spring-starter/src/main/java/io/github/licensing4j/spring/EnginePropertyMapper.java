package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.LicensingBuilder;
import io.github.licensing4j.core.LicensingEngine;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.TrustedIssuer;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spring.MissingPropertyException.Missing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ResourceLoader;

/** Transfers the properties to the builder. */
final class EnginePropertyMapper {
    /** Reports that no key is configured and none may be created. */
    static final Missing MISSING_KEYS = new Missing(
            "licensing.keys.location",
            "licensing.keys.location is not set, and neither is licensing.store.data-dir, where keys are created",
            "a JWK set or PEM file with the keys of license tokens; or set licensing.store.data-dir, licensing.keys.jwks-uri,"
                    + " or licensing.keys.generate=true for development");

    private final LicensingBuilder builder = new LicensingBuilder();
    private boolean anyKeys;

    EnginePropertyMapper(LicensingProperties properties, ResourceLoader resources) {
        builder.issuer(required(properties.issuer(), "licensing.issuer"))
                .audience(required(properties.audience(), "licensing.audience"))
                .clockSkew(properties.clockSkew())
                .catalog(catalog(properties, resources))
                .reloadInterval(properties.catalog().reloadInterval())
                .mode(properties.mode())
                .unannotated(properties.unannotated())
                .dpop(properties.proof().settings())
                .clientCertificates(properties.proof().mtls())
                .failedCredentials(properties.filter().failedCredentials().settings())
                .replayOutage(properties.outage().replay())
                .signatures(properties.signatures().settings(properties.proof().signature()))
                .maxActiveLicenses(properties.limits().maxActiveLicenses())
                .maxCachedTokens(properties.limits().maxCachedTokens());
        if (properties.catalog().shadow() != null) {
            builder.shadowCatalog(Locations.path(properties.catalog().shadow(), "licensing.catalog.shadow", resources));
        }
        if (properties.keys().jwksUri() != null) {
            anyKeys = true;
            builder.keys(properties.keys().jwksUri());
        }
        if (properties.keys().statusList() != null) {
            builder.statusList(properties.keys().statusList());
        }
        properties.trust().forEach(this::trust);
        new OAuthPropertyMapper(properties).issuers().forEach(builder::oauth);
    }

    void keys(KeyFile keys) {
        anyKeys = true;
        builder.keys(keys);
    }

    void keys(KeyRing keys) {
        anyKeys = true;
        builder.keys(keys);
    }

    void store(StoreOptions options) {
        builder.stored(options);
    }

    void credentialVerifier(CredentialVerifier verifier) {
        builder.credentialVerifier(verifier);
    }

    void proofVerifier(ProofVerifier verifier) {
        builder.proofVerifier(verifier);
    }

    void quotas(QuotaStore store) {
        builder.quotas(store);
    }

    void rates(RateLimitStore store) {
        builder.rates(store);
    }

    void concurrency(ConcurrencyStore store) {
        builder.concurrency(store);
    }

    void replays(ReplayStore store) {
        builder.replays(store);
    }

    void seats(SeatStore store) {
        builder.seats(store);
    }

    void redis(RedisLimits limits) {
        builder.redis(limits);
    }

    void listener(DecisionListener listener) {
        builder.listener(listener);
    }

    void clock(InstantSource clock) {
        builder.clock(clock);
    }

    LicensingEngine build() {
        if (!anyKeys) {
            throw new MissingPropertyException(List.of(MISSING_KEYS));
        }
        return builder.build();
    }

    static Path catalog(LicensingProperties properties, ResourceLoader resources) {
        Path file = Locations.file(
                properties.catalog().location(),
                "licensing.catalog.location",
                "a file with the features and plans that are sold, such as file:licensing.yaml",
                resources);
        if (!Files.isRegularFile(file)) {
            throw new LicensingException("licensing.catalog.location is '"
                    + properties.catalog().location() + "', which is no regular file: expected a license catalog");
        }
        return file;
    }

    static String required(@Nullable String value, String property) {
        if (value == null || value.isBlank()) {
            throw new MissingPropertyException(
                    property,
                    property.endsWith("issuer")
                            ? "the exact 'iss' of the license tokens, such as https://api.example.com"
                            : "what 'aud' of every license token must contain, such as weather-api");
        }
        return value;
    }

    private void trust(LicensingProperties.Trust trust) {
        builder.trust(new TrustedIssuer(trust.issuer(), trust.jwksUri(), trust.audience(), trust.statusList()));
    }
}
