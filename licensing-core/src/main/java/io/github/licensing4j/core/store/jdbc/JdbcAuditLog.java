package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.Page;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.AuditLog;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores the audit log, numbered in the order in which entries were stored. A tampered entry is read unchanged; its
 * code shows the tampering.
 */
final class JdbcAuditLog implements AuditLog {
    private static final String COLUMNS = "chain, seq, made_at, actor, action, license, subject, reason, details, code";
    private static final String SELECT = "select entry, " + COLUMNS + " from licensing_audit where ";
    static final String INSERT =
            "insert into licensing_audit (entry, " + COLUMNS + ") values (" + "?, ".repeat(10) + "?)";
    static final String READ = SELECT + "entry > ? order by entry limit ?";
    // Indexes contain only the beginning: an id may be longer than an index of PostgreSQL allows.
    static final String READ_LICENSE = SELECT + "license is not null"
            + " and substr(license, 1, 200) = substr(cast(? as text), 1, 200) and license = ? and entry > ?"
            + " order by entry limit ?";
    static final String CHAIN = SELECT + "chain = ? and seq >= ? order by seq limit ?";
    static final String LAST = SELECT + "chain = ? order by seq desc limit 1";
    static final String CHAINS = "with recursive chains (name) as (select (select min(chain) from licensing_audit)"
            + " union all select (select min(chain) from licensing_audit where chain > name) from chains"
            + " where name is not null) select name from chains where name is not null"
            + " union select chain from licensing_audit_checkpoints order by 1";
    static final String CHECKPOINT =
            "select chain, seq, code, made_at, seal from licensing_audit_checkpoints where chain = ?";
    static final String PRUNE = "delete from licensing_audit where chain = ? and seq <= ?";
    static final String STORE_CHECKPOINT = "insert into licensing_audit_checkpoints (chain, seq, code, made_at, seal)"
            + " values (?, ?, ?, ?, ?) on conflict (chain) do update set seq = excluded.seq, code = excluded.code,"
            + " made_at = excluded.made_at, seal = excluded.seal";

    private final Database database;

    JdbcAuditLog(Database database) {
        this.database = database;
    }

    /** An entry with its place in the log. */
    private record Placed(long place, AuditEntry entry) {
        static Placed read(Row row) throws SQLException {
            return new Placed(
                    row.number(),
                    new AuditEntry(
                            row.text(),
                            row.number(),
                            row.instant(),
                            row.text(),
                            row.text(),
                            row.textOrNull(),
                            row.textOrNull(),
                            row.textOrNull(),
                            details(row.text()),
                            row.text()));
        }

        /** A column that is not in the written form was tampered with, and must not be read as the original. */
        private static Map<String, String> details(String column) {
            try {
                Map<String, String> details = JsonColumns.map(column);
                if (JsonColumns.map(details).equals(column)) {
                    return details;
                }
            } catch (IllegalArgumentException e) {
                return Map.of("unreadable", column);
            }
            return Map.of("rewritten", column);
        }
    }

    /** @throws StoreConflictException if a number in a chain is not the next one */
    static void store(Session session, List<AuditEntry> entries, Sequences sequences) throws SQLException {
        Map<String, Long> ends = new HashMap<>();
        List<@Nullable Object[]> rows = new ArrayList<>(entries.size());
        for (AuditEntry entry : entries) {
            String chain = entry.chain();
            Long end = ends.get(chain);
            long seq = 1 + (end == null ? end(session, chain) : end);
            if (entry.seq() != seq) {
                throw new StoreConflictException(Kind.AUDIT, chain);
            }
            ends.put(chain, seq);
            rows.add(columns(++sequences.auditEntries, entry));
        }
        session.updateAll(INSERT, rows);
    }

    private static long end(Session session, String chain) throws SQLException {
        Optional<Long> last = session.first(LAST, Placed::read, chain).map(placed -> placed.entry.seq());
        return last.isPresent()
                ? last.get()
                : checkpoint(session, chain).map(AuditCheckpoint::seq).orElse(0L);
    }

    private static @Nullable Object[] columns(long place, AuditEntry entry) {
        return new @Nullable Object[] {
            place,
            entry.chain(),
            entry.seq(),
            entry.at(),
            entry.actor(),
            entry.action(),
            entry.license(),
            entry.subject(),
            entry.reason(),
            JsonColumns.map(entry.details()),
            entry.code()
        };
    }

    @Override
    public Page<AuditEntry> read(@Nullable String license, @Nullable String cursor, int max) {
        long after = cursor == null ? 0 : Long.parseLong(cursor);
        long most = max + 1L;
        List<Placed> found = database.read(
                "read the audit log",
                session -> license == null
                        ? session.all(READ, Placed::read, after, most)
                        : session.all(READ_LICENSE, Placed::read, license, license, after, most));
        if (found.size() <= max) {
            return new Page<>(entries(found), null);
        }
        return new Page<>(entries(found.subList(0, max)), Long.toString(found.get(max - 1).place));
    }

    /**
     * Returns entries in the order in which they were stored, which is that of their numbers unless they were tampered
     * with.
     */
    @Override
    public List<AuditEntry> chain(String chain, long fromSeq, int max) {
        List<Placed> found = new ArrayList<>(
                database.read("read the audit log", session -> session.all(CHAIN, Placed::read, chain, fromSeq, max)));
        found.sort(Comparator.comparingLong(Placed::place));
        return entries(found);
    }

    private static List<AuditEntry> entries(List<Placed> found) {
        return found.stream().map(Placed::entry).toList();
    }

    @Override
    public List<String> chains() {
        return database.read("read the audit log", session -> session.all(CHAINS, Row::text));
    }

    @Override
    public Optional<AuditEntry> last(String chain) {
        return database.read("read the audit log", session -> session.first(LAST, Placed::read, chain))
                .map(Placed::entry);
    }

    @Override
    public Optional<AuditCheckpoint> checkpoint(String chain) {
        return database.read("read the audit log", session -> checkpoint(session, chain));
    }

    private static Optional<AuditCheckpoint> checkpoint(Session session, String chain) throws SQLException {
        return session.first(
                CHECKPOINT,
                row -> new AuditCheckpoint(row.text(), row.number(), row.text(), row.instant(), row.text()),
                chain);
    }

    @Override
    public void prune(AuditCheckpoint upTo) {
        int unused = database.write("prune the audit log", session -> {
            Sequences.locked(session, database.forUpdate());
            session.update(PRUNE, upTo.chain(), upTo.seq());
            return session.update(STORE_CHECKPOINT, upTo.chain(), upTo.seq(), upTo.code(), upTo.at(), upTo.seal());
        });
    }
}
