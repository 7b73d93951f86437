package io.github.licensing4j.benchmarks;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.LicensingBuilder;
import io.github.licensing4j.core.LicensingEngine;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyPairs;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.usage.UsageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** An engine over the catalog of the budgets: one feature, a rate of two bands, a quota. */
final class Bench {
    static final String ISSUER = "https://bench.example";
    static final String AUDIENCE = "bench";
    private static final Peer PEER = new Peer("127.0.0.1", Route.DIRECT);
    private static final RequestPath PATH = new RequestPath.Canonical("/v1/item");

    final KeyFile keys;
    final LicensingEngine engine;
    final Licensing licensing;
    private final LicenseTokenIssuer issuer;

    /** Creates an engine that records no usage. */
    Bench(JwsAlgorithm algorithm, int licenses) {
        this(algorithm, licenses, UsageSettings.inMemory());
    }

    Bench(JwsAlgorithm algorithm, int licenses, UsageSettings usage) {
        this(algorithm, licenses, StoreOptions.withoutStore().usage(usage));
    }

    Bench(JwsAlgorithm algorithm, int licenses, StoreOptions stored) {
        this(algorithm, licenses, stored, catalog());
    }

    Bench(JwsAlgorithm algorithm, int licenses, StoreOptions stored, String catalog) {
        this.keys = KeyFile.read(write("keys", KeyPairs.generate(algorithm).toString(false)));
        this.issuer = new LicenseTokenIssuer(ISSUER, AUDIENCE, keys, InstantSource.system());
        this.engine = new LicensingBuilder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .keys(keys)
                .catalog(write("licensing", catalog))
                .reloadInterval(Duration.ZERO)
                .stored(stored)
                .maxCachedTokens(Math.max(1000, 2 * licenses))
                .maxActiveLicenses(Math.max(1000, 2 * licenses))
                .build();
        this.licensing = engine.licensing();
    }

    String token(String license) {
        return issuer.issue(LicenseTokenRequest.of("acme", license, new PlanId("pro", 1), Duration.ofDays(30)));
    }

    static Call call(String token) {
        return new Call(
                "GET", PATH, List.of(new Credential(Credential.Source.BEARER, token)), PEER, CallEvidence.none());
    }

    Identified identified(String token) {
        if (licensing.identify(call(token)) instanceof Identified identified) {
            return identified;
        }
        throw new IllegalStateException("the benchmark's own token is refused");
    }

    static String catalog() {
        return """
                catalog: bench
                features:
                  item.read: {}
                plans:
                  pro@1:
                    features: [item.read]
                    limits:
                      burst:   { kind: rate, bands: [ { permits: 1000000, per: PT1S, burst: 1000000 }, { permits: 100000000, per: PT1M, burst: 100000000 } ] }
                      monthly: { kind: quota, meter: calls, amount: 999999999999, per: P1M }
                """;
    }

    private static Path write(String name, String text) {
        try {
            Path file = Files.createTempFile(name, ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
