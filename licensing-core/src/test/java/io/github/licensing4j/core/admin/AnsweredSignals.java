package io.github.licensing4j.core.admin;

import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.core.EngineFixture;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.insight.signal.Finding;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.Staleness;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.LicenseListener;
import io.github.licensing4j.spi.SignalStore;
import io.github.licensing4j.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds signals as another node of a store would, and answers them by rules. */
public final class AnsweredSignals {
    private final SignalStore signals;
    private final AdminTransactions adminTransactions;
    private final SignalScans scans;
    private final List<Finding> findings = new ArrayList<>();
    private String rules;

    /** @param rules the section {@code signals} of a catalog */
    public AnsweredSignals(Store store, InstantSource clock, String rules) {
        this.rules = rules;
        this.signals = store.signals().orElseThrow();
        this.adminTransactions = new AdminTransactions(
                store,
                Optional.empty(),
                new LicenseCache(
                        EngineFixture.ISSUER,
                        store,
                        clock,
                        10,
                        new Staleness(OutagePolicy.Licenses.CACHED, Duration.ofDays(9_999), Duration.ofSeconds(1))),
                new AuditChain("signals", store.audit(), AuditKey.ephemeral()),
                clock,
                LicenseListener.none(),
                signal -> {},
                new WebhookMessages(new Ids(), List.of()));
        SignalAnswers answers = new SignalAnswers(
                () -> CatalogParser.parse(
                                "licensing.yaml", "catalog: c\nplans: { free@1: {} }\nsignals:\n" + this.rules)
                        .signals(),
                store);
        this.scans = new SignalScans(
                new FoundSignals(List.of(EngineFixture.ISSUER), findings), adminTransactions, answers, new Ids());
    }

    /** Returns a key that the holder of another one has made. */
    static ApiKeyRecord madeByHolder(ApiKeyRecord root, Instant at) {
        return new ApiKeyRecord(
                        "key_made",
                        root.license(),
                        1,
                        "00ff",
                        root.label(),
                        root.restrictions(),
                        null,
                        null,
                        ApiKeyRecord.History.of(at, null))
                .countedIn(root.id());
    }

    /** Replaces the rules. */
    public void rules(String others) {
        rules = others;
    }

    /** Adds a signal about a key, and scans. */
    public Signal found(SignalKind kind, String license, String target, SignalSeverity severity) {
        add(kind, license, target, severity);
        scans.run();
        return stored(kind, target);
    }

    /** Adds a signal about a key, without a scan. */
    void add(SignalKind kind, String license, String target, SignalSeverity severity) {
        findings.removeIf(
                other -> other.kind() == kind && other.subject().target().equals(target));
        findings.add(new Finding(
                kind,
                new SignalSubject(EngineFixture.ISSUER, license, "acme", target),
                severity,
                SignalEvidence.of(Map.of("networks", 12L))));
    }

    /** Adds a severe signal of a shared key, and scans. */
    public Signal shared(String license, String key) {
        return found(SignalKind.KEY_SHARING, license, key, SignalSeverity.HIGH);
    }

    /** Scans again, with what was found before. */
    public void again() {
        scans.run();
    }

    /** Returns the signal about a target. */
    public Signal stored(SignalKind kind, String target) {
        return signals.recent(EngineFixture.ISSUER, adminTransactions.now().minus(Duration.ofDays(1)), 1_000).stream()
                .filter(signal ->
                        signal.kind() == kind && signal.subject().target().equals(target))
                .findFirst()
                .orElseThrow();
    }
}
