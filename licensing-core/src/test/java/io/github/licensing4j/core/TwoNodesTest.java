package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines on one shared database. */
class TwoNodesTest {
    @TempDir
    Path dir;

    private DataSource source;

    @BeforeEach
    void makeDatabase() throws Exception {
        source = Postgres.newPooledSchema();
    }

    private AdminFixture node(String name, Path keys) throws IOException {
        Path own = Files.createDirectories(dir.resolve(name));
        if (!Files.exists(own.resolve("signing-keys.json"))) {
            KeyRing.open(dir.resolve("signing-keys.json"), new MovableClock("2026-01-01T00:00:00Z").instant());
            Files.copy(dir.resolve("signing-keys.json"), own.resolve("signing-keys.json"));
        }
        JdbcStore store = JdbcStore.on(source, PostgresSettings.defaults());
        return new AdminFixture(
                own, store, options -> options.node(name).auditKey(AuditKey.at(keys.resolve("audit.key"))));
    }

    @Test
    void otherNodeRefusesAfterReadingRevocation() throws IOException {
        try (AdminFixture one = node("one", dir);
                AdminFixture two = node("two", dir)) {
            String license = one.bought("pro@1");
            String key = one.key(license);
            assertThat(two.call(key)).isEqualTo("granted");
            one.admin.licenses().suspend(license, BY);
            two.tend();
            assertThat(two.call(key)).isEqualTo("license-suspended");
            two.admin.licenses().reinstate(license, BY);
            one.tend();
            assertThat(one.call(key)).isEqualTo("granted");
            assertThat(one.admin.audit().verify().broken()).isEmpty();
            assertThat(two.admin.audit().verify().broken()).isEmpty();
            assertThat(one.store.audit().chains()).containsExactly("one", "two");
        }
    }

    @Test
    @Tag("4.1.2")
    void proratesAlikeOnEveryNode() throws IOException {
        String contract = "{\"limits\":{\"monthly\":{\"amount\":5000}}}";
        try (AdminFixture one = node("one", dir);
                AdminFixture two = node("two", dir)) {
            one.clock.set("2026-06-01T00:00:00Z");
            two.clock.set("2026-06-01T00:00:00Z");
            Licenses licenses = one.admin.licenses();
            String id = licenses.create(
                            NewLicense.of("acme", PlanId.parse("pro@1")).bought(), BY)
                    .id();
            licenses.update(id, LicenseUpdate.none().overriding(contract), OptionalLong.empty(), BY);
            one.clock.set("2026-06-11T00:00:00Z");
            two.clock.set("2026-06-11T00:00:00Z");
            licenses.changePlan(
                    id, new PlanChangeRequest(PlanId.parse("gold@1"), When.NOW, UsageTreatment.PRORATE), BY);
            licenses.update(id, LicenseUpdate.none().overriding("{}"), OptionalLong.empty(), BY);
            two.tend();
            // 10 of 30 days of 5,000 rounded down, and 20 of 3,000.
            for (AdminFixture node : List.of(one, two)) {
                assertThat(node.admin.licenses().limits(id))
                        .extracting(LimitStatus::remaining)
                        .containsExactly(1_666L + 2_000L);
            }
        }
    }

    @Test
    void otherNodeFollowsBindings() throws IOException {
        try (AdminFixture one = node("one", dir);
                AdminFixture two = node("two", dir)) {
            String license = one.bought("pro@1");
            String key = one.key(license);
            assertThat(two.call(key)).isEqualTo("granted");
            LicenseUpdate elsewhere = LicenseUpdate.none()
                    .bound(new CallerBindings(List.of("198.51.100.0/24"), Set.of(), Set.of(), Set.of()));
            one.admin.licenses().update(license, elsewhere, OptionalLong.empty(), BY);
            assertThat(one.call(key)).isEqualTo("binding-mismatch");
            two.tend();
            assertThat(two.call(key)).isEqualTo("binding-mismatch");
            two.admin
                    .licenses()
                    .update(license, LicenseUpdate.none().bound(CallerBindings.none()), OptionalLong.empty(), BY);
            one.tend();
            assertThat(one.call(key)).isEqualTo("granted");
        }
    }

    @Test
    void refusesAuditChainOfOtherKey() throws IOException {
        try (AdminFixture one = node("one", dir)) {
            one.admin
                    .licenses()
                    .create(NewLicense.of("acme", PlanId.parse("pro@1")).bought(), BY);
        }
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
        assertThatThrownBy(() -> node("one", elsewhere))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("not written with this audit key");
        node("one", dir).close();
    }
}
