package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredState;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A whole engine over a catalog file, keys and a clock of a test's own. */
public final class EngineFixture implements AutoCloseable {
    public static final String ISSUER = "https://vendor.example";
    public static final String AUDIENCE = "weather-api";
    static final String CATALOG = """
            catalog: weather-api
            upgrade-url: https://example.com/pricing
            meters:
              tokens: { unit: token }
            features:
              forecast.daily: {}
              forecast.hourly: {}
              export.csv: {}
            plans:
              free@1:
                features: [forecast.daily]
                limits:
                  burst:   { kind: rate, permits: 10, per: PT1S, burst: 20 }
                  monthly: { kind: quota, meter: calls, amount: 100, per: P1M }
              pro@1:
                extends: free@1
                features: [forecast.hourly, export.csv]
                limits:
                  burst:    { permits: 100, burst: 200 }
                  monthly:  { amount: 1000, warn-at: [80] }
                  parallel: { kind: concurrency, max: 20 }
              secret@1:
                extends: pro@1
                private: true
            endpoints:
              - { match: "GET /v1/export/**", feature: export.csv, charge: { calls: 10 } }
            """;

    final MovableClock clock;
    final KeyFile keys = KeyFile.ephemeral();
    final LicenseTokenIssuer issuer;
    final InMemoryStore store = new InMemoryStore();
    final Path file;
    final LicensingEngine built;
    final Licensing licensing;

    EngineFixture(Path dir) {
        this(dir, builder -> builder);
    }

    EngineFixture(Path dir, UnaryOperator<LicensingBuilder> settings) {
        this(dir, CATALOG, new MovableClock("2026-03-10T12:00:00Z"), settings);
    }

    EngineFixture(Path dir, String catalog, MovableClock clock, UnaryOperator<LicensingBuilder> settings) {
        this.clock = clock;
        this.issuer = new LicenseTokenIssuer(ISSUER, AUDIENCE, keys, clock);
        this.file = dir.resolve("licensing.yaml");
        write(catalog);
        this.built = settings.apply(new LicensingBuilder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .keys(keys)
                        .catalog(file)
                        .reloadInterval(Duration.ZERO)
                        .stored(StoreOptions.in(store).feedInterval(Duration.ofDays(1)))
                        .clock(clock))
                .build();
        this.licensing = built.licensing();
    }

    void write(String catalog) {
        try {
            // At once, as editors do: a poll may come between an empty file and its text.
            Path whole = Files.writeString(file.resolveSibling("licensing.yaml.new"), catalog);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stores a license as another node would. */
    void put(LicenseRecord license) {
        store.commit(StoreChange.builder()
                .license(license, new StoredState(LicenseState.ACTIVE, null))
                .build());
    }

    String token(String plan, String license) {
        return issuer.issue(LicenseTokenRequest.of("acme", license, PlanId.parse(plan), Duration.ofDays(60)));
    }

    Identification identify(String token) {
        return licensing.identify(call(new Credential(Source.BEARER, token)));
    }

    Identified identified(String token) {
        if (identify(token) instanceof Identified identified) {
            return identified;
        }
        throw new AssertionError("expected a caller, got a refusal");
    }

    static Call call(Credential... credentials) {
        return new Call(
                "GET",
                new RequestPath.Canonical("/v1/forecast"),
                List.of(credentials),
                new Call.Peer("203.0.113.9", Call.Route.DIRECT),
                CallEvidence.none());
    }

    /** Decides a call at an endpoint that no rule of a test's catalog matches. */
    public static Decision decide(Licensing licensing, Identification caller, Requirement requirement) {
        return licensing.decide((Identified) caller, CalledEndpoint.requiring(requirement), Dispatch.REQUEST);
    }

    /** Decides a call at an endpoint that declares nothing. */
    Decision decideAt(String path, String token) {
        return licensing.decide(
                identified(token),
                new CalledEndpoint("GET", MatchedPath.of(path), Declaration.none()),
                Dispatch.REQUEST);
    }

    Decision decide(String token, Requirement requirement) {
        return decide(licensing, identified(token), requirement);
    }

    /** Makes a call and returns {@code granted}, or the code of its refusal. */
    String call(String credential, Requirement requirement) {
        Identification who = identify(credential);
        if (who instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        Decision decision = decide(licensing, who, requirement);
        if (decision instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        ((Granted) decision).reservation().settle(new Outcome(200, 0));
        return "granted";
    }

    Granted granted(String token, Requirement requirement) {
        if (decide(token, requirement) instanceof Granted granted) {
            return granted;
        }
        throw new AssertionError("expected a grant, got " + decide(token, requirement));
    }

    Refusal refused(String token, Requirement requirement) {
        if (decide(token, requirement) instanceof Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("expected a refusal, got a grant");
    }

    @Override
    public void close() {
        built.close();
    }
}
