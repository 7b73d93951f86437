package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The licenses, keys and calls of a running engine. */
abstract class RunningNode implements AutoCloseable {
    final MovableClock clock;
    final Path dir;

    RunningNode(Path dir, MovableClock clock) {
        this.dir = dir;
        this.clock = clock;
    }

    abstract EngineFixture engine();

    /** Starts an engine on the files of this node. */
    EngineFixture started(String catalog, StoreOptions options) {
        return new EngineFixture(
                dir,
                catalog,
                clock,
                builder -> configured(builder)
                        .stored(options.feedInterval(Duration.ofDays(1))
                                .maxStaleness(Duration.ofDays(3650))
                                .auditKey(AuditKey.at(dir.resolve("audit.key"))))
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
    }

    /** Sets further options of the engine. */
    LicensingBuilder configured(LicensingBuilder builder) {
        return builder;
    }

    UsageSettings journaled() {
        return UsageSettings.journaled(
                JournalSettings.in(dir.resolve("journal")).sizes(1 << 20, 8 << 20));
    }

    LicenseAdmin admin() {
        return engine().built.management().admin().orElseThrow();
    }

    /** Runs the maintenance that usually runs periodically. */
    void tend() {
        ((Administration) admin()).tend();
    }

    String license(String plan) {
        return admin().licenses()
                .create(NewLicense.of("acme", PlanId.parse(plan)), BY)
                .id();
    }

    String key(String license) {
        return admin().keys().create(license, KeyRequest.plain(), BY).key();
    }

    void changePlan(String license, String plan, UsageTreatment usage) {
        var request = new PlanChangeRequest(PlanId.parse(plan), When.NOW, usage);
        LicenseView unused = admin().licenses().changePlan(license, request, BY);
    }

    void override(String license, String overrides) {
        LicenseUpdate update = LicenseUpdate.none().overriding(overrides);
        LicenseView unused = admin().licenses().update(license, update, OptionalLong.empty(), BY);
    }

    /** Makes a call and returns {@code granted}, or the code of its refusal. */
    String call(String credential, Requirement requirement) {
        return engine().call(credential, requirement);
    }

    void calls(String credential, int count) {
        for (int i = 0; i < count; i++) {
            if (!call(credential, Requirement.license()).equals("granted")) {
                throw new AssertionError("call " + i + " was refused");
            }
        }
    }

    /** Decides a call that is settled later. */
    Reservation begun(String credential) {
        return engine().granted(credential, Requirement.license()).reservation();
    }

    long used(String license, String limit) {
        return status(license, limit).used();
    }

    LimitStatus status(String license, String limit) {
        return admin().licenses().limits(license).stream()
                .filter(status -> status.limit().name().equals(limit))
                .findFirst()
                .orElseThrow();
    }

    void correct(String license, String calls) {
        correct(license, "calls", calls, null);
    }

    void correct(String license, String meter, String units, @Nullable String at) {
        Instant instant = at == null ? null : Instant.parse(at);
        admin().usage().correct(license, new CorrectionRequest(meter, new BigDecimal(units), instant), BY);
    }

    @Override
    public abstract void close();
}
