package io.github.licensing4j.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.SignalFilter;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.insight.signal.Finding;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.Staleness;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.spi.LicenseListener;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests how signals are delivered, muted and answered. */
class SignalScansTest {
    private static final String ISSUER = "https://vendor.example";
    private static final AdminContext ANN = AdminContext.by("ann", "why");

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final InMemoryStore store = new InMemoryStore();
    private final List<String> delivered = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> revoked = new ArrayList<>();
    private @Nullable SignalAnswer answer;

    private final AdminTransactions adminTransactions = new AdminTransactions(
            store,
            Optional.empty(),
            new LicenseCache(
                    ISSUER,
                    store,
                    clock,
                    10,
                    new Staleness(OutagePolicy.Licenses.CACHED, Duration.ofMinutes(5), Duration.ofSeconds(1))),
            new AuditChain("local", store.audit(), AuditKey.ephemeral()),
            clock,
            LicenseListener.none(),
            this::deliver,
            new WebhookMessages(
                    new Ids(),
                    List.of(new WebhookEndpoint(
                            "crm",
                            URI.create("https://hooks.invalid/"),
                            WebhookKey.shared("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                            Set.of("signal.*"),
                            Plain.REFUSED))));
    private final SignalScans scans = new SignalScans(
            new FoundSignals(List.of(ISSUER), findings), adminTransactions, (change, signal) -> answer, new Ids());
    private final ManagedSignals signals = new ManagedSignals(
            ISSUER, adminTransactions, store.signals().orElseThrow(), (change, signal, by) -> revoked.add(signal.id()));

    private void deliver(Signal signal) {
        delivered.add(signal.kind().text() + " " + signal.severity().text() + " "
                + (signal.times().ended() == null ? "open" : "ended"));
    }

    private static Finding finding(SignalKind kind, SignalSeverity severity) {
        return new Finding(
                kind,
                new SignalSubject(ISSUER, "lic_1", "acme", "key_1"),
                severity,
                new SignalEvidence(Map.of("networks", 12L), Map.of("endpoints", List.of("GET /a"))));
    }

    private Signal scanned(SignalKind kind, SignalSeverity severity) {
        findings.clear();
        findings.add(finding(kind, severity));
        scans.run();
        return only();
    }

    private Signal only() {
        List<Signal> all = signals.list(new SignalFilter(null, null, null, false, null, 10))
                .items();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<String> audited() {
        return store.audit().read(null, null, 100).items().stream()
                .map(entry -> entry.action() + " " + entry.actor() + " " + entry.subject())
                .toList();
    }

    private List<OutboxMessage> messages() {
        return store.outbox().due(clock.instant(), 100);
    }

    @Test
    void deliversBeginRiseAndEnd() {
        Signal raised = scanned(SignalKind.KEY_SHARING, SignalSeverity.MEDIUM);
        scans.run();
        scanned(SignalKind.KEY_SHARING, SignalSeverity.HIGH);
        findings.clear();
        clock.advance(Duration.ofHours(6));
        scans.run();
        scans.run();
        assertThat(delivered)
                .containsExactly("key-sharing medium open", "key-sharing high open", "key-sharing high ended");
        assertThat(messages())
                .extracting(OutboxMessage::topic)
                .containsExactly("signal.raised", "signal.risen", "signal.ended");
        assertThat(messages().get(0).body())
                .isEqualTo("{\"type\":\"signal.raised\",\"timestamp\":\"2026-03-10T12:00:00Z\",\"data\":{\"signal\":\""
                        + raised.id() + "\",\"kind\":\"key-sharing\",\"license\":\"lic_1\",\"customer\":\"acme\","
                        + "\"target\":\"key_1\",\"severity\":\"medium\",\"since\":\"2026-03-10T12:00:00Z\","
                        + "\"evidence\":{\"figures\":{\"networks\":12},\"examples\":{\"endpoints\":[\"GET /a\"]}}}}");
    }

    @Test
    void mutedSignalsAreNeitherDeliveredNorAnswered() {
        Signal signal = scanned(SignalKind.KEY_SHARING, SignalSeverity.LOW);
        assertThat(signals.mute(signal.id(), clock.instant().plus(Duration.ofHours(1)), ANN)
                        .times()
                        .mutedUntil())
                .isEqualTo("2026-03-10T13:00:00Z");
        answer = answer(EnforcementMode.ENFORCE);
        assertThat(scanned(SignalKind.KEY_SHARING, SignalSeverity.MEDIUM).answer())
                .isNull();
        assertThat(delivered).containsExactly("key-sharing low open");
        clock.advance(Duration.ofHours(1));
        assertThat(scanned(SignalKind.KEY_SHARING, SignalSeverity.HIGH).answer())
                .isEqualTo(answer);
        assertThat(delivered).containsExactly("key-sharing low open", "key-sharing high open");
        signals.mute(signal.id(), null, ANN);
        assertThat(audited())
                .containsExactlyInAnyOrder("signal.muted ann " + signal.id(), "signal.unmuted ann " + signal.id());
    }

    @Test
    void rejectsImpossibleTimes() {
        Signal signal = scanned(SignalKind.BURST, SignalSeverity.LOW);
        for (Duration ahead : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(367))) {
            assertThatThrownBy(() -> signals.mute(signal.id(), clock.instant().plus(ahead), ANN))
                    .isInstanceOf(InvalidFieldException.class);
        }
        assertThatThrownBy(() -> signals.mute("sig_9", null, ANN)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> signals.list(new SignalFilter(null, null, null, true, "x", 10)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("cursor");
    }

    private SignalAnswer answer(EnforcementMode mode) {
        return new SignalAnswer(
                SignalAnswer.Action.SUSPEND, mode, clock.instant().plus(Duration.ofHours(2)), null);
    }

    @Test
    void answersMisuseUntilAnAdministratorTakesItBack() {
        Signal before = scanned(SignalKind.KEY_SHARING, SignalSeverity.MEDIUM);
        assertThatThrownBy(() -> signals.revokeAnswer(before.id(), ANN)).isInstanceOf(ConflictException.class);
        // A rule that is new holds from the next scan on.
        answer = answer(EnforcementMode.OBSERVE);
        clock.advance(Duration.ofMinutes(5));
        Signal answered = scanned(SignalKind.KEY_SHARING, SignalSeverity.MEDIUM);
        assertThat(answered.answer()).isEqualTo(answer);
        // It goes on after the answer has ended.
        clock.advance(Duration.ofHours(2));
        answer = answer(EnforcementMode.ENFORCE);
        assertThat(scanned(SignalKind.KEY_SHARING, SignalSeverity.MEDIUM).answer())
                .isEqualTo(answer);

        signals.revokeAnswer(answered.id(), ANN);
        assertThat(signals.revokeAnswer(answered.id(), ANN).answer())
                .extracting(SignalAnswer::revoked)
                .isEqualTo(clock.instant());
        assertThat(revoked).containsExactly(answered.id());
        clock.advance(Duration.ofHours(3));
        answer = answer(EnforcementMode.ENFORCE);
        assertThat(scanned(SignalKind.KEY_SHARING, SignalSeverity.HIGH).answer())
                .extracting(SignalAnswer::until)
                .isEqualTo(clock.instant().minus(Duration.ofHours(1)));
        assertThat(audited()).containsExactly("signal.answer-revoked ann " + answered.id());
    }

    @Test
    void doesNotAnswerOpportunities() {
        answer = answer(EnforcementMode.ENFORCE);
        assertThat(scanned(SignalKind.NEAR_LIMIT, SignalSeverity.HIGH).answer()).isNull();
    }

    @Test
    void storesMoreThanOneTransactionHolds() {
        for (int i = 0; i < 250; i++) {
            findings.add(new Finding(
                    SignalKind.SILENCE,
                    new SignalSubject(ISSUER, "lic_" + i, "acme", ""),
                    SignalSeverity.LOW,
                    SignalEvidence.of(Map.of())));
        }
        scans.run();
        assertThat(signals.list(SignalFilter.allOpen().page(null, 1_000)).items())
                .hasSize(250);
        assertThat(signals.list(SignalFilter.openOf("lic_7")).items()).hasSize(1);
        assertThat(delivered).hasSize(250);
        assertThat(scans.dropped()).isZero();
    }
}
