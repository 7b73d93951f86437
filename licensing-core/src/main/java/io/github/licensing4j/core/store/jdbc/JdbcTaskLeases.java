package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import java.time.Duration;
import java.util.Optional;

/** Stores the leases of tasks, a row for each task. Its time is that of the database. */
final class JdbcTaskLeases implements TaskLeases {
    private final Database database;
    private final String hold;
    private final String release;

    /** @param now the SQL expression of the present time in milliseconds */
    JdbcTaskLeases(Database database, String now) {
        this.database = database;
        this.hold =
                "insert into licensing_task_leases as l (task, holder, term, until) values (?, ?, 1, " + now + " + ?)"
                        + " on conflict (task) do update set holder = excluded.holder, until = excluded.until,"
                        + " term = case when l.holder = excluded.holder then l.term else l.term + 1 end"
                        + " where l.holder = excluded.holder or l.until <= " + now + " returning term, until";
        this.release = "update licensing_task_leases set until = 0 where task = ? and holder = ? and term = ?";
    }

    @Override
    public Optional<TaskLease> hold(String task, String holder, Duration validFor) {
        return database.write(
                "take the lease of a task",
                session -> session.first(
                        hold,
                        row -> new TaskLease(task, holder, row.number(), row.instant()),
                        task,
                        holder,
                        validFor.toMillis()));
    }

    @Override
    public void release(TaskLease lease) {
        int unused = database.write(
                "release the lease of a task",
                session -> session.update(release, lease.task(), lease.holder(), lease.term()));
    }
}
