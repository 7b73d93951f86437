package io.github.licensing4j.core.admin;

import static io.github.licensing4j.SignalKind.BURST;
import static io.github.licensing4j.SignalKind.ENUMERATION;
import static io.github.licensing4j.SignalKind.KEY_SHARING;
import static io.github.licensing4j.SignalSeverity.HIGH;
import static io.github.licensing4j.SignalSeverity.LOW;
import static io.github.licensing4j.SignalSeverity.MEDIUM;
import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.AdminFixture;
import io.github.licensing4j.core.EngineFixture;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseEvent;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which signals are answered, and what is stored then. */
class SignalAnswersTest {
    private static final String BOTH = """
              key-sharing: { answer: require-proof, mode: enforce }
              burst: { answer: throttle, rate: { permits: 6, per: PT1M }, mode: enforce }
            """;

    private static final String SUSPEND = "  key-sharing: { answer: suspend, for: PT2H, mode: enforce }\n";

    @TempDir
    Path dir;

    private AdminFixture fixture;
    private AnsweredSignals signals;
    private String license = "";
    private String key = "";

    @BeforeEach
    void open() {
        fixture = new AdminFixture(dir);
        signals = new AnsweredSignals(fixture.store, fixture.clock, SUSPEND);
        license = license("pro@1");
        key = key(license);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String license(String plan) {
        return fixture.admin
                .licenses()
                .create(NewLicense.of("acme", PlanId.parse(plan)), BY)
                .id();
    }

    private String key(String of) {
        return fixture.admin.keys().create(of, KeyRequest.plain(), BY).view().id();
    }

    private List<KeyRestraint> restraints() {
        return record().restraints();
    }

    private LicenseRecord record() {
        return fixture.store
                .licenses()
                .find(new LicenseId(EngineFixture.ISSUER, license))
                .orElseThrow();
    }

    private List<String> audited() {
        return fixture.store.audit().read(license, null, 100).items().stream()
                .filter(entry -> entry.action().startsWith("key.restrain"))
                .map(SignalAnswersTest::shown)
                .toList();
    }

    private static String shown(AuditEntry entry) {
        return entry.action() + " " + entry.actor() + " " + entry.subject() + " "
                + entry.details().get("action") + " " + entry.details().get("until");
    }

    private @Nullable SignalAnswer answer(SignalSeverity severity) {
        return signals.found(KEY_SHARING, license, key, severity).answer();
    }

    @Test
    void storesRestraintWithItsAuditEntry() {
        Signal signal = signals.shared(license, key);
        assertThat(signal.answer())
                .isEqualTo(new SignalAnswer(
                        Action.SUSPEND,
                        EnforcementMode.ENFORCE,
                        fixture.clock.instant().plus(Duration.ofHours(2)),
                        null));
        assertThat(restraints())
                .containsExactly(new KeyRestraint(
                        key,
                        signal.id(),
                        KEY_SHARING,
                        Action.SUSPEND,
                        fixture.clock.instant().plus(Duration.ofHours(2)),
                        null));
        assertThat(audited()).containsExactly("key.restrained signal " + key + " suspend 2026-01-31T12:00:00Z");
        ApiKeyView view = fixture.admin.keys().list(license).get(0);
        assertThat(view.restraint())
                .isEqualTo(new ApiKeyView.Restraint(
                        Action.SUSPEND, fixture.clock.instant().plus(Duration.ofHours(2)), signal.id()));
        fixture.clock.advance(Duration.ofHours(2));
        assertThat(fixture.admin.keys().list(license).get(0).restraint()).isNull();
    }

    @Test
    void answersFromItsSeverityOnly() {
        assertThat(answer(LOW)).isNull();
        assertThat(restraints()).isEmpty();
        assertThat(answer(MEDIUM)).isNotNull();
        assertThat(restraints()).hasSize(1);
    }

    @Test
    void answersNothingWithoutRule() {
        signals.rules("  burst: { answer: suspend, mode: enforce }\n");
        assertThat(answer(HIGH)).isNull();
        assertThat(restraints()).isEmpty();
        assertThat(audited()).isEmpty();
    }

    @Test
    void observedRuleRestrainsNothing() {
        signals.rules("  key-sharing: { answer: require-proof }\n");
        assertThat(answer(HIGH))
                .isEqualTo(new SignalAnswer(
                        Action.REQUIRE_PROOF,
                        EnforcementMode.OBSERVE,
                        fixture.clock.instant().plus(Duration.ofDays(1)),
                        null));
        assertThat(restraints()).isEmpty();
        assertThat(audited())
                .containsExactly("key.restraint-observed signal " + key + " require-proof 2026-02-01T10:00:00Z");
        assertThat(fixture.admin.keys().list(license).get(0).restraint()).isNull();
    }

    @Test
    void answersKeysOfTheLicenseOnly() {
        String other = license("pro@1");
        String foreign = key(other);
        String revoked = key(license);
        fixture.admin.keys().revoke(revoked, BY);
        String expired = fixture.admin
                .keys()
                .create(
                        license,
                        new KeyRequest(
                                "",
                                Set.of(),
                                CallerBindings.none(),
                                fixture.clock.instant().plus(Duration.ofMinutes(1))),
                        BY)
                .view()
                .id();
        fixture.clock.advance(Duration.ofMinutes(1));
        signals.rules(SUSPEND + "  burst: { answer: suspend, mode: enforce }\n"
                + "  enumeration: { answer: suspend, mode: enforce }\n");
        for (String target : List.of(foreign, revoked, expired, "tok_1", "key_unknown")) {
            assertThat(signals.shared(license, target).answer()).as(target).isNull();
        }
        assertThat(signals.found(BURST, license, "calls", HIGH).answer()).isNull();
        assertThat(signals.found(ENUMERATION, license, "", HIGH).answer()).isNull();
        assertThat(restraints()).isEmpty();
    }

    @Test
    void replacedKeyAnswersForItsSuccessors() {
        String fresh =
                fixture.admin.keys().rotate(key, Duration.ZERO, BY).view().id();
        fixture.clock.advance(Duration.ofMinutes(1));
        Signal signal = signals.shared(license, fresh);
        assertThat(signal.answer()).isNotNull();
        assertThat(restraints()).extracting(KeyRestraint::key).containsExactly(key);
    }

    @Test
    void revokedKeyAnswersForThoseThatItsHolderMade() {
        signals.rules("  key-sharing: { answer: suspend, mode: enforce }\n");
        ApiKeyRecord root =
                fixture.store.credentials().key(EngineFixture.ISSUER, key).orElseThrow();
        ApiKeyRecord made = AnsweredSignals.madeByHolder(root, fixture.clock.instant());
        fixture.store.commit(StoreChange.builder().key(made).build());
        fixture.admin.keys().revoke(key, BY);
        assertThat(signals.shared(license, key).answer()).isNotNull();
        assertThat(restraints()).extracting(KeyRestraint::key).containsExactly(key);
    }

    @Test
    void oneChangeAnswersSeveralSignals() {
        String other = key(license);
        signals.rules("  enumeration: { answer: suspend }\n");
        signals.add(KEY_SHARING, license, key, HIGH);
        signals.add(KEY_SHARING, license, other, HIGH);
        assertThat(signals.found(BURST, license, key, HIGH).answer()).isNull();
        signals.rules(BOTH);
        long before = record().revision();
        fixture.clock.advance(Duration.ofHours(1));
        signals.again();
        assertThat(restraints())
                .extracting(restraint -> restraint.key() + " " + restraint.action())
                .containsExactlyInAnyOrder(key + " REQUIRE_PROOF", other + " REQUIRE_PROOF", key + " THROTTLE");
        assertThat(record().revision()).isEqualTo(before + 1);
        fixture.admin.signals().revokeAnswer(signals.stored(KEY_SHARING, key).id(), BY);
        assertThat(restraints())
                .extracting(restraint -> restraint.key() + " " + restraint.action())
                .containsExactlyInAnyOrder(other + " REQUIRE_PROOF", key + " THROTTLE");
    }

    @Test
    void administratorTakesItBackOnce() {
        Signal signal = signals.shared(license, key);
        assertThat(Objects.requireNonNull(fixture.admin
                                .signals()
                                .revokeAnswer(signal.id(), BY)
                                .answer())
                        .revoked())
                .isEqualTo(fixture.clock.instant());
        assertThat(restraints()).isEmpty();
        fixture.admin.signals().revokeAnswer(signal.id(), BY);
        assertThat(audited())
                .containsExactlyInAnyOrder(
                        "key.restrained signal " + key + " suspend 2026-01-31T12:00:00Z",
                        "key.restraint-removed ann " + key + " suspend 2026-01-31T12:00:00Z");
        fixture.clock.advance(Duration.ofHours(3));
        signals.again();
        assertThat(restraints()).as("an administrator has decided").isEmpty();
    }

    @Test
    void answerStaysWithoutItsRule() {
        SignalAnswer given = answer(MEDIUM);
        signals.rules("  key-sharing: { answer: throttle, rate: { permits: 1, per: PT1S } }\n");
        assertThat(answer(HIGH)).as("the rule is observed only by now").isEqualTo(given);
        signals.rules("  burst: { answer: suspend }\n");
        signals.again();
        assertThat(restraints()).hasSize(1);
        fixture.clock.advance(Duration.ofHours(2));
        signals.again();
        assertThat(signals.stored(KEY_SHARING, key).answer()).isEqualTo(given);
        assertThat(restraints()).noneMatch(restraint -> restraint.holds(key, fixture.clock.instant()));
    }

    @Test
    void answersAgainWhileSignalGoesOn() {
        Signal first = signals.shared(license, key);
        fixture.clock.advance(Duration.ofHours(2));
        signals.again();
        assertThat(restraints())
                .containsExactly(new KeyRestraint(
                        key,
                        first.id(),
                        KEY_SHARING,
                        Action.SUSPEND,
                        fixture.clock.instant().plus(Duration.ofHours(2)),
                        null));
    }

    @Test
    void restraintKeepsTransitionsByTime() {
        fixture.clock.advance(Duration.ofDays(14).plusMinutes(1));
        signals.shared(license, key);
        ((Administration) fixture.admin).tend();
        assertThat(fixture.events)
                .extracting(LicenseEvent::topic)
                .containsExactly("license.created", "license.trial-ended");
        assertThat(restraints()).hasSize(1);
    }

    @Test
    void boundsRestraintsOfLicense() {
        for (int i = 0; i < KeyRestraint.MAX; i++) {
            signals.add(KEY_SHARING, license, key(license), HIGH);
        }
        signals.again();
        assertThat(restraints()).hasSize(KeyRestraint.MAX);
        assertThat(signals.shared(license, key).answer()).isNull();
        assertThat(restraints())
                .hasSize(KeyRestraint.MAX)
                .noneMatch(restraint -> restraint.key().equals(key));
    }
}
