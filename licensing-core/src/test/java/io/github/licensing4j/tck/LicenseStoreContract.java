package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.license;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of the license records of a store. */
public interface LicenseStoreContract extends StoreUnderTest {
    @Test
    default void readsStoredLicense() {
        LicenseRecord full = SampleRecords.fullLicense();
        LicenseRecord plain = license("lic_plain");
        store().commit(change(full, plain));
        assertThat(store().licenses().find(full.id())).contains(full);
        assertThat(store().licenses().find(plain.id())).contains(plain);
        LicenseRecord less = plain.edit(NOW.plusMillis(9)).revokedAt(NOW).done();
        store().commit(change(
                full.edit(NOW)
                        .debt(null)
                        .trial(null)
                        .change(null)
                        .external(Map.of())
                        .done(),
                less));
        assertThat(store().licenses().find(plain.id())).contains(less);
        assertThat(store().licenses().find(full.id()).orElseThrow().debt()).isNull();
    }

    @Test
    default void bindingsFollowLicense() {
        LicenseRecord first = license("lic_1");
        CallerBindings users = new CallerBindings(List.of(), Set.of(), Set.of("ann"), Set.of());
        LicenseRecord bound = first.edit(NOW).bindings(users).done();
        LicenseRecord other = bound.edit(NOW)
                .bindings(new CallerBindings(List.of("::1"), Set.of(), Set.of(), Set.of("o1")))
                .done();
        LicenseRecord none = other.edit(NOW).bindings(CallerBindings.none()).done();
        for (LicenseRecord revision : List.of(first, bound, other, none)) {
            store().commit(change(revision));
            assertThat(store().licenses().find(first.id())).contains(revision);
        }
        assertThat(store().licenses().past(first.id()))
                .as("its terms are the same")
                .isEmpty();
    }

    @Test
    default void restraintsFollowLicense() {
        LicenseRecord first = license("lic_1");
        CallerBindings users = new CallerBindings(List.of(), Set.of(), Set.of("ann"), Set.of());
        LicenseRecord suspended = first.edit(NOW)
                .restraints(List.of(restraint(Action.SUSPEND, null)))
                .done();
        LicenseRecord bound = suspended.edit(NOW).bindings(users).done();
        LicenseRecord throttled = bound.edit(NOW)
                .restraints(List.of(
                        restraint(Action.REQUIRE_PROOF, null),
                        restraint(Action.THROTTLE, new Band(10, Duration.ofMillis(1_500), 20))))
                .done();
        LicenseRecord none = throttled.edit(NOW).restraints(List.of()).done();
        for (LicenseRecord revision : List.of(first, suspended, bound, throttled, none)) {
            store().commit(change(revision));
            assertThat(store().licenses().find(first.id())).contains(revision);
        }
        assertThat(store().licenses().past(first.id()))
                .as("its terms are the same")
                .isEmpty();
    }

    private static KeyRestraint restraint(Action action, @Nullable Band rate) {
        return new KeyRestraint("key_1", "sig_1", SignalKind.KEY_SHARING, action, NOW.plusMillis(1), rate);
    }

    @Test
    default void separatesIssuers() {
        store().commit(change(license("lic_1")));
        assertThat(store().licenses().find(new LicenseId("https://other", "lic_1")))
                .isEmpty();
        assertThat(store().licenses().due("https://other", NOW, 10)).isEmpty();
        assertThat(store().licenses().pinnedPlans("https://other")).isEmpty();
    }

    @Test
    default void findsLicensesByNameInOtherSystem() {
        LicenseRecord first = named("lic_1", Map.of("idp", "client-1", "crm", "acme"));
        LicenseRecord second = named("lic_2", Map.of("crm", "acme"));
        store().commit(change(second, first, license("lic_3")));
        assertThat(named("idp", "client-1")).containsExactly(first.id());
        assertThat(named("crm", "acme")).containsExactly(first.id(), second.id());
        assertThat(store().licenses().named(ISSUER, new ExternalName("crm", "acme"), 1))
                .containsExactly(first.id());
        assertThat(named("idp", "acme")).isEmpty();
        assertThat(named("crm", "ACME")).isEmpty();
        assertThat(named("crm", "acm")).isEmpty();
        assertThat(store().licenses().named("https://other", new ExternalName("crm", "acme"), 10))
                .isEmpty();
    }

    @Test
    default void namesFollowLicense() {
        LicenseRecord first = named("lic_1", Map.of("idp", "client-1", "crm", "acme"));
        store().commit(change(first));
        LicenseRecord renamed = first.edit(NOW)
                .external(Map.of("idp", "client-2", "crm", "acme", "erp", "7"))
                .done();
        store().commit(change(renamed));
        assertThat(named("idp", "client-1")).isEmpty();
        assertThat(named("idp", "client-2")).containsExactly(first.id());
        assertThat(named("crm", "acme")).containsExactly(first.id());
        assertThat(named("erp", "7")).containsExactly(first.id());
        LicenseRecord same = renamed.edit(NOW).expiresAt(NOW.plusMillis(9)).done();
        store().commit(change(same));
        assertThat(named("idp", "client-2")).containsExactly(first.id());
        store().commit(change(same.edit(NOW).external(Map.of()).done()));
        for (String system : List.of("idp", "crm", "erp")) {
            assertThat(named(system, "client-2")).isEmpty();
            assertThat(named(system, "acme")).isEmpty();
            assertThat(named(system, "7")).isEmpty();
        }
    }

    @Test
    default void conflictKeepsNames() {
        LicenseRecord first = named("lic_1", Map.of("idp", "client-1"));
        store().commit(change(first));
        LicenseRecord late = first.edit(NOW)
                .done()
                .edit(NOW)
                .external(Map.of("idp", "client-2"))
                .done();
        assertConflict(change(late), Kind.LICENSE, "lic_1");
        assertThat(named("idp", "client-1")).containsExactly(first.id());
        assertThat(named("idp", "client-2")).isEmpty();
    }

    private static LicenseRecord named(String id, Map<String, String> names) {
        return license(id).edit(NOW).external(names).unstored();
    }

    private List<LicenseId> named(String system, String name) {
        return store().licenses().named(ISSUER, new ExternalName(system, name), 10);
    }

    @Test
    default void requiresNextRevision() {
        LicenseRecord first = license("lic_1");
        LicenseRecord second = first.edit(NOW).done();
        assertConflict(change(second), Kind.LICENSE, "lic_1");
        store().commit(change(first));
        assertConflict(change(first), Kind.LICENSE, "lic_1");
        store().commit(change(second));
        assertConflict(change(second), Kind.LICENSE, "lic_1");
        assertConflict(change(second.edit(NOW).done().edit(NOW).done()), Kind.LICENSE, "lic_1");
        assertThat(store().licenses().find(first.id())).contains(second);
    }

    @Test
    default void keepsFormerRevisions() {
        LicenseRecord first = SampleRecords.fullLicense();
        LicenseRecord named = first.edit(NOW.plusMillis(10)).external(Map.of()).done();
        LicenseRecord moved =
                named.edit(NOW.plusMillis(20)).plan(PlanId.parse("gold@2")).done();
        LicenseRecord renewed = moved.edit(NOW.plusMillis(30)).expiresAt(null).done();
        store().commit(change(first, license("lic_2")));
        store().commit(change(named));
        assertThat(store().licenses().past(first.id())).isEmpty();
        store().commit(change(moved));
        store().commit(change(renewed));
        assertConflict(change(moved.edit(NOW).plan(PlanId.parse("free@3")).done()), Kind.LICENSE, "lic_full");
        assertThat(store().licenses().past(first.id()))
                .containsExactly(
                        new LicenseRevision(named, NOW.plusMillis(20)), new LicenseRevision(moved, NOW.plusMillis(30)));
        assertThat(store().licenses().past(license("lic_2").id())).isEmpty();
        assertThat(store().licenses().past(new LicenseId("https://other", "lic_full")))
                .isEmpty();
    }

    @Test
    default void keepsThousandRevisions() {
        LicenseRecord license = license("lic_1");
        store().commit(change(license));
        for (int i = 1; i <= LicenseStore.MOST_PAST + 2; i++) {
            license = license.edit(NOW.plusMillis(i))
                    .plan(new PlanId("pro", i + 1))
                    .done();
            store().commit(change(license));
        }
        List<LicenseRevision> past = store().licenses().past(license.id());
        assertThat(past).hasSize(LicenseStore.MOST_PAST);
        assertThat(past.get(0).until()).isEqualTo(NOW.plusMillis(3));
        assertThat(past.get(LicenseStore.MOST_PAST - 1).until()).isEqualTo(NOW.plusMillis(LicenseStore.MOST_PAST + 2));
    }

    @Test
    default void findsPlansInUse() {
        store().commit(change(SampleRecords.fullLicense(), license("lic_1"), license("lic_2")));
        LicenseRecord revoked = license("lic_3")
                .edit(NOW)
                .plan(PlanId.parse("dead@1"))
                .revokedAt(NOW)
                .unstored();
        store().commit(change(revoked));
        assertThat(store().licenses().pinnedPlans(ISSUER))
                .extracting(PlanId::toString)
                .containsExactlyInAnyOrder("pro@1", "free@3", "gold@2", "less@1");
        assertThat(store().licenses()
                        .licensesOn(ISSUER, license("lic_1").pinned().plan()))
                .isEqualTo(3);
        assertThat(store().licenses().licensesOn(ISSUER, PlanId.parse("dead@1")))
                .isZero();
        assertThat(store().licenses()
                        .licensesOn("https://other", license("lic_1").pinned().plan()))
                .isZero();
    }
}
