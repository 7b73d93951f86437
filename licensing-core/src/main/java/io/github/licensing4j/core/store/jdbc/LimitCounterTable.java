package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LimitCounter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the counter of each limit of a plan. */
final class LimitCounterTable {
    private static final String VALUES = "was, counter, meter, kind, per, scope, started_at, same_use, in_force";
    static final String ALL =
            "select plan, limit_name, " + VALUES + " from licensing_limit_counters order by plan, limit_name";
    static final String PUT = "insert into licensing_limit_counters (plan, limit_name, " + VALUES
            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (plan, limit_name) do update set"
            + " was = excluded.was, counter = excluded.counter, meter = excluded.meter, kind = excluded.kind,"
            + " per = excluded.per, scope = excluded.scope, started_at = excluded.started_at,"
            + " same_use = excluded.same_use, in_force = excluded.in_force";

    private LimitCounterTable() {}

    static List<LimitCounter> all(Session session) throws SQLException {
        return session.all(
                ALL,
                row -> new LimitCounter(
                        PlanId.parse(row.text()),
                        row.text(),
                        row.textOrNull(),
                        new CounterId(
                                row.text(),
                                row.textOrNull(),
                                Limit.Kind.valueOf(row.text()),
                                row.text(),
                                QuotaLimit.Scope.valueOf(row.text()),
                                ""),
                        row.instantOrNull(),
                        row.number() != 0,
                        row.number() != 0));
    }

    static void keep(Session session, Collection<LimitCounter> counters) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (LimitCounter one : counters) {
            CounterId counter = one.counter();
            rows.add(new @Nullable Object[] {
                one.plan().toString(),
                one.limit(),
                one.was(),
                counter.limit(),
                counter.meter(),
                counter.kind().name(),
                counter.per(),
                counter.scope().name(),
                one.startedAt(),
                one.sameUse() ? 1 : 0,
                one.inForce() ? 1 : 0
            });
        }
        session.updateAll(PUT, rows);
    }
}
