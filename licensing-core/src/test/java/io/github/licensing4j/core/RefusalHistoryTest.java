package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusal;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusals;
import io.github.licensing4j.core.BilledNode.Kept;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A decision id leads to a line of the log, and to the last refusals of its license. */
@Tag("4.5.6")
class RefusalHistoryTest {
    private static final String CATALOG = """
            catalog: weather-api
            features:
              export: {}
            plans:
              free@1:
                limits:
                  monthly: { kind: quota, meter: calls, amount: 1, per: P1M }
            """;
    private final MovableClock clock = new MovableClock("2026-03-01T00:00:00Z");
    private final Logger logger = (Logger) LoggerFactory.getLogger(Refusal.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @TempDir
    Path dir;

    private BilledNode node;

    @BeforeEach
    void open() {
        node = new BilledNode(
                dir, "one", CATALOG, clock, Kept.SQLITE.stores(dir).get());
        lines.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        node.close();
    }

    @Test
    void keepsDecisionWithCodeAndLimit() {
        String license = node.license("acme", "free@1");
        String key = node.key(license).key();
        node.calls(1, key, null);
        Refusal refusal = node.engine.refused(key, Requirement.license());

        RecentRefusals recent = node.admin().refusals().of(license);
        assertThat(recent.node()).isEqualTo("one");
        assertThat(recent.since()).isEqualTo(clock.instant());
        assertThat(recent.refusals())
                .containsExactly(new RecentRefusal(
                        refusal.id(),
                        clock.instant(),
                        RefusalCode.QUOTA_EXHAUSTED,
                        refusal.detail(),
                        node.admin().licenses().get(license).license().plan(),
                        "monthly",
                        EnforcementMode.ENFORCE));
        assertThat(messages())
                .containsExactly("Refused " + refusal.id() + ": quota-exhausted, license " + license
                        + ", plan free@1, limit monthly");
        assertThat(lines.list.get(0).getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly(
                        "decision=refused",
                        "id=" + refusal.id(),
                        "code=quota-exhausted",
                        "license=" + license,
                        "plan=free@1",
                        "limit=monthly");
    }

    @Test
    void keepsRefusalsOfCredentialsThatWereVerified() {
        String license = node.license("acme", "free@1");
        NewKey key = node.key(license);
        node.calls(1, key.key(), null);
        node.admin().keys().revoke(key.view().id(), BY);
        Refusal revoked = refused(node.engine.identify(key.key()));
        node.admin().licenses().suspend(license, BY);
        Refusal suspended = refused(node.engine.identify(node.key(license).key()));

        assertThat(node.admin().refusals().of(license).refusals())
                .extracting(RecentRefusal::decision)
                .containsExactly(suspended.id(), revoked.id());
        assertThat(messages())
                .containsExactly(
                        "Refused " + revoked.id() + ": credential-revoked, license " + license + ", plan -, limit -",
                        "Refused " + suspended.id() + ": license-suspended, license " + license
                                + ", plan free@1, limit -");
    }

    @Test
    void logsNoSecretsAndNoLineBreaks() {
        Refusal missing = refused(node.engine.identify("lk_live_nonsense"));
        assertThat(messages())
                .containsExactly(
                        "Refused " + missing.id() + ": " + missing.code().text() + ", license -, plan -, limit -");
        lines.list.clear();
        String token = node.engine.token("free@1", "lic\n2026 FAKE \u202e");
        Refusal refused = refused(node.engine.identify(token));
        assertThat(messages())
                .containsExactly("Refused " + refused.id() + ": credential-invalid, license -, plan -, limit -");
    }

    @Test
    void keepsOnlyTheLastAndOnlyOfStoredLicenses() {
        String license = node.license("acme", "free@1");
        String key = node.key(license).key();
        node.calls(1, key, null);
        String last = "";
        for (int i = 0; i < 50; i++) {
            last = node.engine.refused(key, Requirement.license()).id();
        }
        assertThat(node.admin().refusals().of(license).refusals())
                .hasSize(20)
                .first()
                .extracting(RecentRefusal::decision)
                .isEqualTo(last);
        String invented = node.engine.token("free@1", "lic_invented");
        node.calls(1, invented, null);
        assertThat(node.engine.refused(invented, Requirement.license()).code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> node.admin().refusals().of("lic_invented"));
    }

    @Test
    void eachNodeKeepsItsOwnUntilItEnds() {
        var stores = Kept.IN_MEMORY.stores(dir);
        try (BilledNode first = new BilledNode(dir, "first", CATALOG, clock, stores.get());
                BilledNode second = new BilledNode(dir, "second", CATALOG, clock, stores.get())) {
            String license = first.license("acme", "free@1");
            second.tend();
            first.admin().licenses().suspend(license, BY);
            assertThat(first.engine.identify(first.key(license).key())).isInstanceOf(Refused.class);
            assertThat(first.admin().refusals().of(license).refusals()).hasSize(1);
            assertThat(second.admin().refusals().of(license))
                    .isEqualTo(new RecentRefusals("second", clock.instant(), List.of()));
        }
    }

    @Test
    void keepsAmbiguousPathsOfKnownCallers() {
        String license = node.license("acme", "free@1");
        String key = node.key(license).key();
        node.calls(1, key, null);
        Call plain = EngineFixture.call(new Credential(Source.API_KEY, key));
        Refusal refusal = refused(node.engine.licensing.identify(new Call(
                plain.method(),
                new RequestPath.Ambiguous("It has a dot segment."),
                plain.credentials(),
                plain.peer(),
                CallEvidence.none())));
        assertThat(node.admin().refusals().of(license).refusals())
                .extracting(RecentRefusal::decision)
                .containsExactly(refusal.id());
    }

    @Test
    void keepsRefusalsOfLayersAbove() {
        String license = node.license("acme", "free@1");
        Identified caller = (Identified) node.engine.identify(node.key(license).key());
        node.engine
                .built
                .info()
                .recordRefusal(
                        caller,
                        Refusal.of("dec_filter", RefusalCode.ENFORCEMENT_UNAVAILABLE, "No handler decided it."));
        assertThat(node.admin().refusals().of(license).refusals())
                .extracting(RecentRefusal::decision)
                .containsExactly("dec_filter");
        assertThat(messages()).as("the layer above has logged it").isEmpty();
    }

    private static Refusal refused(Identification identification) {
        return ((Refused) identification).refusal();
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
