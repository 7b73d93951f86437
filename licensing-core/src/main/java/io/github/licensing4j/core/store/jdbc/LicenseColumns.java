package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Blocks;
import io.github.licensing4j.spi.LicenseRecord.CallRules;
import io.github.licensing4j.spi.LicenseRecord.Dates;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.Periods;
import io.github.licensing4j.spi.LicenseRecord.PinnedPlan;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.StoredState;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts a license record to and from the columns of its row. */
final class LicenseColumns {
    static final String IDENTITY = "issuer, id";
    static final String CHANGING = "revision, customer, plan, created_at, changed_at, anchor, zone, starts_at,"
            + " expires_at, trial_ends_at, trial_then, change_from, change_to, change_at, change_usage, debt_since,"
            + " grace_ends_at, reduced_to, suspended_at, cancelled_at, revoked_at, overrides, external_ids, earlier_terms,"
            + " signatures, bindings";
    static final String NAMES = IDENTITY + ", " + CHANGING;

    private LicenseColumns() {}

    static LicenseRecord read(Row row) throws SQLException {
        LicenseId id = new LicenseId(row.text(), row.text());
        long revision = row.number();
        String customer = row.text();
        PlanId plan = PlanId.parse(row.text());
        Instant createdAt = row.instant();
        Instant changedAt = row.instant();
        Periods periods = new Periods(row.instant(), ZoneId.of(row.text()));
        Dates dates = new Dates(createdAt, changedAt, row.instantOrNull(), row.instantOrNull());
        Trial trial = trial(row.instantOrNull(), plan(row));
        PlanChange change = change(plan(row), plan(row), row.instantOrNull(), row.textOrNull());
        Debt debt = debt(row.instantOrNull(), row.instantOrNull(), plan(row));
        Blocks blocks = new Blocks(row.instantOrNull(), row.instantOrNull(), row.instantOrNull());
        String overrides = row.textOrNull();
        Map<String, String> external = JsonColumns.map(row.text());
        List<EarlierTerms> earlier = EarlierTermsColumn.read(row.textOrNull());
        PinnedPlan pinned = new PinnedPlan(plan, trial, change, overrides, earlier);
        CallSignatures signatures = signatures(row.textOrNull());
        CallRules calls = CallRulesColumn.read(signatures, row.textOrNull());
        return new LicenseRecord(id, revision, customer, pinned, dates, periods, debt, blocks, external, calls);
    }

    private static @Nullable String signatures(CallSignatures signatures) {
        return signatures == CallSignatures.OPTIONAL ? null : signatures.name();
    }

    /** Nothing is stored for licenses whose calls need not be signed, as all from before signatures. */
    private static CallSignatures signatures(@Nullable String text) {
        return text == null ? CallSignatures.OPTIONAL : CallSignatures.valueOf(text);
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
    static List<@Nullable Object> changing(LicenseRecord license, StoredState state) {
        List<@Nullable Object> columns = new ArrayList<>();
        PinnedPlan pinned = license.pinned();
        Dates dates = license.dates();
        Blocks blocks = license.blocks();
        columns.addAll(Arrays.asList(
                license.revision(),
                license.customer(),
                pinned.plan().toString(),
                dates.createdAt(),
                dates.changedAt(),
                license.periods().anchor(),
                license.periods().zone().getId(),
                dates.startsAt(),
                dates.expiresAt()));
        addTrial(pinned.trial(), columns);
        addChange(pinned.change(), columns);
        addDebt(license.debt(), columns);
        columns.addAll(Arrays.asList(
                blocks.suspendedAt(),
                blocks.cancelledAt(),
                blocks.revokedAt(),
                pinned.overrides(),
                JsonColumns.map(license.external()),
                EarlierTermsColumn.write(pinned.earlier()),
                signatures(license.signatures()),
                CallRulesColumn.write(license.calls()),
                state.state().name(),
                state.until()));
        return columns;
    }

    private static void addTrial(@Nullable Trial trial, List<@Nullable Object> columns) {
        columns.add(trial == null ? null : trial.endsAt());
        columns.add(trial == null ? null : trial.then().toString());
    }

    private static void addChange(@Nullable PlanChange change, List<@Nullable Object> columns) {
        columns.add(change == null ? null : change.from().toString());
        columns.add(change == null ? null : change.to().toString());
        columns.add(change == null ? null : change.at());
        columns.add(change == null ? null : change.usage().name());
    }

    private static void addDebt(@Nullable Debt debt, List<@Nullable Object> columns) {
        columns.add(debt == null ? null : debt.since());
        columns.add(debt == null ? null : debt.graceEndsAt());
        columns.add(
                debt == null || debt.reducedTo() == null
                        ? null
                        : debt.reducedTo().toString());
    }
}
