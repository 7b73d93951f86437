package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.StoredState;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts a license record to and from the columns of its row. */
final class LicenseColumns {
    static final String IDENTITY = "issuer, id";
    static final String CHANGING = "revision, customer, plan, created_at, changed_at, anchor, zone, starts_at,"
            + " expires_at, trial_ends_at, trial_then, change_from, change_to, change_at, change_usage, debt_since,"
            + " grace_ends_at, reduced_to, suspended_at, cancelled_at, revoked_at, overrides, external_ids, earlier_terms";
    static final String NAMES = IDENTITY + ", " + CHANGING;

    private LicenseColumns() {}

    static LicenseRecord read(Row row) throws SQLException {
        return new LicenseRecord(
                new LicenseId(row.text(), row.text()),
                row.number(),
                row.text(),
                PlanId.parse(row.text()),
                row.instant(),
                row.instant(),
                row.instant(),
                ZoneId.of(row.text()),
                row.instantOrNull(),
                row.instantOrNull(),
                trial(row.instantOrNull(), plan(row)),
                change(plan(row), plan(row), row.instantOrNull(), row.textOrNull()),
                debt(row.instantOrNull(), row.instantOrNull(), plan(row)),
                row.instantOrNull(),
                row.instantOrNull(),
                row.instantOrNull(),
                row.textOrNull(),
                JsonColumns.map(row.text()),
                EarlierTermsColumn.read(row.textOrNull()));
    }

    private static @Nullable PlanId plan(Row row) throws SQLException {
        String text = row.textOrNull();
        return text == null ? null : PlanId.parse(text);
    }

    private static @Nullable Trial trial(@Nullable Instant endsAt, @Nullable PlanId then) {
        return endsAt == null || then == null ? null : new Trial(endsAt, then);
    }

    private static @Nullable PlanChange change(
            @Nullable PlanId from, @Nullable PlanId to, @Nullable Instant at, @Nullable String usage) {
        return from == null || to == null || at == null || usage == null
                ? null
                : new PlanChange(from, to, at, UsageTreatment.valueOf(usage));
    }

    private static @Nullable Debt debt(
            @Nullable Instant since, @Nullable Instant graceEndsAt, @Nullable PlanId reducedTo) {
        return since == null || graceEndsAt == null ? null : new Debt(since, graceEndsAt, reducedTo);
    }

    /** Returns the values of {@link #CHANGING} and of the stored state. */
    static List<@Nullable Object> changing(LicenseRecord license, StoredState look) {
        List<@Nullable Object> columns = new ArrayList<>();
        Trial trial = license.trial();
        PlanChange change = license.change();
        Debt debt = license.debt();
        columns.addAll(Arrays.asList(
                license.revision(),
                license.customer(),
                license.plan().toString(),
                license.createdAt(),
                license.changedAt(),
                license.anchor(),
                license.zone().getId(),
                license.startsAt(),
                license.expiresAt()));
        columns.addAll(Arrays.asList(
                trial == null ? null : trial.endsAt(),
                trial == null ? null : trial.then().toString(),
                change == null ? null : change.from().toString(),
                change == null ? null : change.to().toString(),
                change == null ? null : change.at(),
                change == null ? null : change.usage().name(),
                debt == null ? null : debt.since(),
                debt == null ? null : debt.graceEndsAt(),
                debt == null || debt.reducedTo() == null
                        ? null
                        : debt.reducedTo().toString()));
        columns.addAll(Arrays.asList(
                license.suspendedAt(),
                license.cancelledAt(),
                license.revokedAt(),
                license.overrides(),
                JsonColumns.map(license.external()),
                EarlierTermsColumn.write(license.earlier()),
                look.state().name(),
                look.until()));
        return columns;
    }
}
