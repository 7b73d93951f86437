package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.UsageCorrection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Stores corrections of usage, numbered in the order in which they were entered. */
final class CorrectionTable {
    private static final String COLUMNS =
            "id, issuer, license, customer, plan, meter, units, at, created_at, actor, reason, counters";
    static final String OF_LICENSE = "select correction, " + COLUMNS + " from licensing_corrections"
            + " where issuer = ? and license = ? and correction > ? order by correction limit ?";
    static final String AFTER = "select correction, " + COLUMNS + " from licensing_corrections"
            + " where correction > ? order by correction limit ?";
    static final String INSERT = "insert into licensing_corrections (correction, " + COLUMNS + ") values ("
            + "?, ".repeat(12) + "?) on conflict do nothing";

    private CorrectionTable() {}

    private record Numbered(long number, UsageCorrection correction) {}

    /**
     * Stores corrections with the usage they add. Called before the other parts of a change, because it takes the first
     * lock.
     *
     * @return the change of each counter
     */
    static List<CounterChange> store(Session session, StoreChange change, String forUpdate) throws SQLException {
        if (change.corrections().isEmpty()) {
            return List.of();
        }
        LedgerSequences counts = LedgerSequences.locked(session, forUpdate);
        for (UsageCorrection correction : change.corrections()) {
            if (session.update(INSERT, columns(correction, ++counts.corrections)) != 1) {
                throw new StoreConflictException(Kind.CORRECTION, correction.id());
            }
        }
        BatchTotals batchTotals = BatchTotals.of(
                change.corrections().stream().map(UsageCorrection::row).toList(),
                change.corrections().stream()
                        .flatMap(one -> one.counters().stream())
                        .toList());
        List<CounterChange> changes = UsageTable.add(
                session, new UsageTable.Addition(batchTotals, SourceTable.CORRECTIONS, OptionalLong.empty()), counts);
        counts.store(session);
        return changes;
    }

    private static @Nullable Object[] columns(UsageCorrection correction, long number) {
        return new @Nullable Object[] {
            number,
            correction.id(),
            correction.license().issuer(),
            correction.license().value(),
            correction.customer(),
            correction.plan().toString(),
            correction.meter(),
            correction.units(),
            correction.at(),
            correction.entered().createdAt(),
            correction.entered().actor(),
            correction.entered().reason(),
            JsonColumns.counters(correction.counters())
        };
    }

    private static Numbered read(Row row) throws SQLException {
        return new Numbered(
                row.number(),
                new UsageCorrection(
                        row.text(),
                        new LicenseId(row.text(), row.text()),
                        row.text(),
                        PlanId.parse(row.text()),
                        row.text(),
                        row.number(),
                        row.instant(),
                        new UsageCorrection.Entered(row.instant(), row.text(), row.textOrNull()),
                        JsonColumns.counters(row.text())));
    }

    /** Returns the corrections after a number, in the order of their numbers. */
    static List<UsageCorrection> after(Session session, long number, int max) throws SQLException {
        return session.all(AFTER, CorrectionTable::read, number, max).stream()
                .map(Numbered::correction)
                .toList();
    }

    static Page<UsageCorrection> ofLicense(Session session, LicenseId license, @Nullable String cursor, int max)
            throws SQLException {
        long after = cursor == null ? 0 : PageKey.number(cursor);
        List<Numbered> found =
                session.all(OF_LICENSE, CorrectionTable::read, license.issuer(), license.value(), after, max + 1L);
        boolean isLast = found.size() <= max;
        List<Numbered> page = isLast ? found : found.subList(0, max);
        return new Page<>(
                page.stream().map(Numbered::correction).toList(),
                isLast ? null : Long.toString(page.get(max - 1).number));
    }
}
