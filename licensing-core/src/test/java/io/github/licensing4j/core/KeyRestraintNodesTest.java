package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Decision;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.UnreliableStore.Mode;
import io.github.licensing4j.core.admin.AnsweredSignals;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restrained keys after a restart, on other nodes, without the store, and while nothing is enforced. */
class KeyRestraintNodesTest {
    private static final String SUSPENDED = "license-suspended";

    @TempDir
    Path dir;

    private static Signal restrain(AdminFixture on, String license, String key, String answer) {
        Signal signal = new AnsweredSignals(
                        on.store, on.clock, "  key-sharing: { answer: " + answer + ", for: PT2H, mode: enforce }\n")
                .shared(license, key);
        on.tend();
        assertThat(signal.answer()).isNotNull();
        return signal;
    }

    private AdminFixture node(String name, DataSource source) throws IOException {
        Path own = Files.createDirectories(dir.resolve(name));
        KeyRing.open(dir.resolve("signing-keys.json"), new MovableClock("2026-01-01T00:00:00Z").instant());
        Files.copy(dir.resolve("signing-keys.json"), own.resolve("signing-keys.json"));
        JdbcStore store = JdbcStore.on(source, PostgresSettings.defaults());
        return new AdminFixture(
                own, store, options -> options.node(name).auditKey(AuditKey.at(dir.resolve("audit.key"))));
    }

    @Test
    void otherNodeFollowsAnswerAndItsRevocation() throws Exception {
        DataSource source = Postgres.newPooledSchema();
        try (AdminFixture one = node("one", source);
                AdminFixture two = node("two", source)) {
            String license = one.bought("pro@1");
            NewKey key = one.admin.keys().create(license, KeyRequest.plain(), BY);
            String token = ((Exchanged) one.admin.tokens().exchange(key.key(), Set.of(), CredentialFixture.PEER))
                    .token()
                    .token();
            List<String> credentials = List.of(key.key(), token);
            credentials.forEach(credential -> assertThat(two.call(credential)).isEqualTo("granted"));
            Signal signal = restrain(one, license, key.view().id(), "suspend");
            two.tend();
            for (AdminFixture node : List.of(one, two)) {
                credentials.forEach(
                        credential -> assertThat(node.call(credential)).isEqualTo(SUSPENDED));
            }
            two.admin.signals().revokeAnswer(signal.id(), BY);
            credentials.forEach(credential -> assertThat(two.call(credential)).isEqualTo("granted"));
            one.tend();
            credentials.forEach(credential -> assertThat(one.call(credential)).isEqualTo("granted"));
        }
    }

    @Test
    void restraintEndsOnEachNodeByTime() throws Exception {
        DataSource source = Postgres.newPooledSchema();
        try (AdminFixture one = node("one", source);
                AdminFixture two = node("two", source)) {
            String license = one.bought("pro@1");
            NewKey key = one.admin.keys().create(license, KeyRequest.plain(), BY);
            restrain(one, license, key.view().id(), "suspend");
            two.tend();
            for (AdminFixture node : List.of(one, two)) {
                node.clock.advance(Duration.ofHours(2).minusMillis(1));
                assertThat(node.call(key.key())).isEqualTo(SUSPENDED);
                node.clock.advance(Duration.ofMillis(1));
                assertThat(node.call(key.key())).isEqualTo("granted");
            }
        }
    }

    @Test
    void restraintSurvivesRestart() throws Exception {
        NewKey key;
        String license;
        try (AdminFixture before = AdminFixture.embedded(dir)) {
            license = before.bought("pro@1");
            key = before.admin.keys().create(license, KeyRequest.plain(), BY);
            restrain(before, license, key.view().id(), "throttle, rate: { permits: 1, per: PT1H }");
        }
        try (AdminFixture after = AdminFixture.embedded(dir)) {
            assertThat(List.of(after.call(key.key()), after.call(key.key())))
                    .containsExactly("granted", "rate-limited");
            assertThat(after.admin.keys().list(license).get(0).restraint()).isNotNull();
            after.clock.advance(Duration.ofHours(2));
            assertThat(List.of(after.call(key.key()), after.call(key.key()))).containsOnly("granted");
        }
    }

    @Test
    void restraintHoldsAndEndsWithoutStore() {
        UnreliableStore unreliable = new UnreliableStore();
        AuditKey auditKey = AuditKey.ephemeral();
        try (AdminFixture fixture = new AdminFixture(dir, unreliable.store, options -> options.auditKey(auditKey))) {
            String license = fixture.bought("pro@1");
            NewKey key = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
            String known = token(fixture, key);
            String unseen = token(fixture, key);
            assertThat(fixture.call(known)).isEqualTo("granted");
            restrain(fixture, license, key.view().id(), "suspend");
            assertThat(List.of(fixture.call(key.key()), fixture.call(known))).containsOnly(SUSPENDED);
            unreliable.is(Mode.FAILS);
            assertThat(List.of(fixture.call(key.key()), fixture.call(known))).containsOnly(SUSPENDED);
            assertThat(fixture.call(unseen)).as("whose key is not known").isEqualTo("enforcement-unavailable");
            fixture.clock.advance(Duration.ofHours(2));
            assertThat(fixture.call(key.key())).isEqualTo("granted");
            unreliable.is(Mode.ANSWERS);
        }
    }

    private static String token(AdminFixture fixture, NewKey key) {
        return ((Exchanged) fixture.admin.tokens().exchange(key.key(), Set.of(), CredentialFixture.PEER))
                .token()
                .token();
    }

    @Test
    void observedEngineLetsCallsPass() {
        List<String> refused = new ArrayList<>();
        InMemoryStore store = new InMemoryStore();
        try (EngineFixture engine = new EngineFixture(
                dir,
                AdminFixture.CATALOG,
                new MovableClock("2026-01-31T10:00:00Z"),
                builder -> builder.stored(StoreOptions.in(store).allowVolatileUsage())
                        .mode(EnforcementMode.OBSERVE)
                        .listener(recordingIn(refused)))) {
            var admin = engine.built.management().admin().orElseThrow();
            String license = admin.licenses()
                    .create(NewLicense.of("acme", PlanId.parse("pro@1")), BY)
                    .id();
            NewKey key = admin.keys().create(license, KeyRequest.plain(), BY);
            var signals = new AnsweredSignals(
                    store, engine.clock, "  key-sharing: { answer: suspend, for: PT2H, mode: enforce }\n");
            Signal signal = signals.shared(license, key.view().id());
            assertThat(notices(engine, key.key())).containsExactly("would-refuse:license-suspended");
            admin.signals().revokeAnswer(signal.id(), BY);
            assertThat(notices(engine, key.key())).isEmpty();
            signals.rules("  burst: { answer: throttle, rate: { permits: 1, per: PT1H }, mode: enforce }\n");
            signals.found(SignalKind.BURST, license, key.view().id(), SignalSeverity.HIGH);
            admin.licenses().suspend(license, BY);
            admin.licenses().reinstate(license, BY);
            assertThat(notices(engine, key.key())).isEmpty();
            assertThat(notices(engine, key.key())).containsExactly("would-refuse:rate-limited");
            assertThat(refused).containsExactly("OBSERVE license-suspended", "OBSERVE rate-limited");
        }
    }

    private static DecisionListener recordingIn(List<String> refused) {
        return new DecisionListener() {
            @Override
            public void refused(Refusal refusal, EnforcementMode mode) {
                refused.add(mode + " " + refusal.code().text());
            }
        };
    }

    private static List<String> notices(EngineFixture engine, String key) {
        Decision decision = EngineFixture.decide(engine.licensing, engine.identify(key), Requirement.license());
        Granted granted = (Granted) decision;
        granted.reservation().settle(new Outcome(200, 0));
        return granted.notices();
    }
}
