package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.core.store.BatchTotals.Total;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.LedgerUnits;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UsageRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Stores usage by the hour, and charged units by exported total. */
final class UsageTable {
    static final int CHARGED = 0;
    private static final int OBSERVED = 1;

    static final String ADD =
            "insert into licensing_usage (issuer, license, hour, meter, kind, customer, plan, feature,"
                    + " endpoint, status, source, units, calls) values (" + "?, ".repeat(12) + "?)"
                    + " on conflict (issuer, license, hour, meter, kind, customer, plan, feature, endpoint, status, source)"
                    + " do update set units = licensing_usage.units + excluded.units,"
                    + " calls = licensing_usage.calls + excluded.calls";
    static final String ADD_TOTAL = "insert into licensing_usage_totals (issuer, license, meter, hour, customer, units,"
            + " change) values (?, ?, ?, ?, ?, ?, ?) on conflict (issuer, license, meter, hour, customer)"
            + " do update set units = licensing_usage_totals.units + excluded.units, change = excluded.change";

    /**
     * PostgreSQL states and SQLite codes of constraint violations: a null, a failed check, a wrong type, a value that
     * is too long.
     */
    private static final Set<String> LASTING = Set.of(
            "23502",
            "23514",
            "[SQLITE_CONSTRAINT_NOTNULL]",
            "[SQLITE_CONSTRAINT_CHECK]",
            "[SQLITE_CONSTRAINT_DATATYPE]",
            "[SQLITE_MISMATCH]",
            "[SQLITE_TOOBIG]");

    private UsageTable() {}

    static int number(UsageKind kind) {
        return kind == UsageKind.CHARGED ? CHARGED : OBSERVED;
    }

    /**
     * Usage to add.
     *
     * @param sums the usage
     * @param source the number of its source
     * @param lessee the source whose leases it reduces; empty for corrections, and in a database that nodes do not share
     */
    record Addition(BatchTotals sums, long source, OptionalLong lessee) {}

    /**
     * Adds usage of one source, and reduces the leases of the source by it. The row of {@link LedgerSequences} must be locked.
     *
     * @return the change of each counter
     * @throws IllegalArgumentException if a sum exceeds the ledger's range, or the database can never hold the added
     *     usage
     */
    static List<CounterChange> add(Session session, Addition addition, LedgerSequences counts) throws SQLException {
        BatchTotals batchTotals = addition.sums();
        try {
            Map<@Nullable String, Long> names = NameTable.of(session, names(batchTotals), counts);
            MeterTable.counted(session, meters(batchTotals, names));
            session.updateAll(ADD, Conflicts.rows(batchTotals.rows(), row -> columns(row, names, addition.source())));
            UsageRollups.add(session, batchTotals.rows(), names);
            List<@Nullable Object[]> totals =
                    new ArrayList<>(batchTotals.totals().size());
            batchTotals.totals().forEach((total, units) -> totals.add(columns(total, names, units, ++counts.changes)));
            session.updateAll(ADD_TOTAL, totals);
            List<CounterChange> changes = CounterTable.add(session, batchTotals.counters(), names);
            if (addition.lessee().isPresent()) {
                LeaseTable.reduce(session, addition.lessee().getAsLong(), batchTotals.counters(), names);
            }
            return changes;
        } catch (SQLException e) {
            if (isTooMuch(e)) {
                throw LedgerUnits.tooMany(e);
            }
            if (isOfWhatIsAdded(e)) {
                throw new IllegalArgumentException("the usage ledger cannot hold it: " + firstLine(e), e);
            }
            throw e;
        }
    }

    private static Set<Long> meters(BatchTotals batchTotals, Map<@Nullable String, Long> names) {
        Set<Long> meters = new TreeSet<>();
        batchTotals.rows().forEach(row -> meters.add(names.get(row.meter())));
        for (CounterIncrement one : batchTotals.counters()) {
            if (one.counter().meter() != null) {
                meters.add(names.get(one.counter().meter()));
            }
        }
        return meters;
    }

    private static Set<@Nullable String> names(BatchTotals batchTotals) {
        Set<@Nullable String> names = new LinkedHashSet<>();
        for (UsageRow row : batchTotals.rows()) {
            LicenseId license = row.license();
            names.addAll(List.of(
                    license.issuer(),
                    license.value(),
                    row.customer(),
                    row.plan().toString()));
            names.addAll(
                    List.of(row.meter(), row.origin().feature(), row.origin().endpoint()));
        }
        batchTotals.counters().forEach(one -> names.addAll(CounterTable.names(one)));
        return names;
    }

    private static @Nullable Object[] columns(UsageRow row, Map<@Nullable String, Long> names, long source) {
        return new @Nullable Object[] {
            names.get(row.license().issuer()),
            names.get(row.license().value()),
            Hours.of(row.hourMillis()),
            names.get(row.meter()),
            number(row.kind()),
            names.get(row.customer()),
            names.get(row.plan().toString()),
            names.get(row.origin().feature()),
            names.get(row.origin().endpoint()),
            row.origin().statusClass(),
            source,
            row.units(),
            row.calls()
        };
    }

    private static @Nullable Object[] columns(Total total, Map<@Nullable String, Long> names, long units, long change) {
        return new @Nullable Object[] {
            names.get(total.license().issuer()),
            names.get(total.license().value()),
            names.get(total.meter()),
            Hours.of(total.hourMillis()),
            names.get(total.customer()),
            units,
            change
        };
    }

    /**
     * Returns whether a database rejects the values themselves, so that it would reject them again. This excludes
     * locked, full, forbidden and unavailable databases, and names that already have a number.
     */
    static boolean isOfWhatIsAdded(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            String state = cause instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
            if (state.startsWith("22")
                    || state.startsWith("54")
                    || LASTING.contains(state)
                    || LASTING.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * PostgreSQL reports it by a state; SQLite converts the sum to a floating-point number, which the table rejects.
     */
    private static boolean isTooMuch(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
            if ("22003".equals(state)
                    || "23514".equals(state)
                    || message.contains("CHECK constraint failed")
                    || message.contains("cannot store REAL value")) {
                return true;
            }
        }
        return false;
    }
}
