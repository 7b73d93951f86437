package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.BatchSequence;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Stores how far the journal of each source is in the ledger. */
final class SourceTable {
    /** The source of rows that come from no journal. */
    static final long CORRECTIONS = 0;

    private static final String OF = " from licensing_usage_sources where node = ? and epoch = ?";
    static final String POSITION = "select position" + OF;
    static final String ID = "select id" + OF;
    static final String OF_NODE = "select node, epoch from licensing_usage_sources where node = ? order by epoch";
    static final String MOVE_ON = "update licensing_usage_sources set position = ?"
            + " where node = ? and epoch = ? and position = ? returning id";
    static final String INSERT = "insert into licensing_usage_sources (id, node, epoch, position) values (?, ?, ?, ?)";
    static final String LAST_JOURNAL = "select epoch from licensing_journals where node = ?";
    static final String NOTE_JOURNAL = "insert into licensing_journals (node, epoch) values (?, ?) on conflict (node)"
            + " do update set epoch = excluded.epoch where licensing_journals.epoch < excluded.epoch";
    static final String NOTE_COMPLETE = "update licensing_journals set complete = epoch where node = ? and epoch = ?";
    static final String IS_COMPLETE = "select 1 from licensing_journals where node = ? and complete = ?";

    private SourceTable() {}

    static long position(Session session, UsageSource source) throws SQLException {
        return session.first(POSITION, Row::number, source.node(), source.epoch())
                .orElse(0L);
    }

    static long lastJournal(Session session, String node) throws SQLException {
        return session.first(LAST_JOURNAL, Row::number, node).orElse(0L);
    }

    static void noteJournal(Session session, UsageSource start) throws SQLException {
        session.update(NOTE_JOURNAL, start.node(), start.epoch());
    }

    static void noteCompleteJournal(Session session, UsageSource start) throws SQLException {
        session.update(NOTE_COMPLETE, start.node(), start.epoch());
    }

    static boolean isJournalComplete(Session session, UsageSource start) throws SQLException {
        return session.first(IS_COMPLETE, Row::number, start.node(), start.epoch())
                .isPresent();
    }

    static List<UsageSource> ofNode(Session session, String node) throws SQLException {
        return session.all(OF_NODE, row -> new UsageSource(row.text(), row.number()), node);
    }

    /** Returns the number of a source, empty if it is not stored. */
    static Optional<Long> id(Session session, UsageSource source) throws SQLException {
        return session.first(ID, Row::number, source.node(), source.epoch());
    }

    /** Stores a source before its first batch, if it is not stored. The row of {@link LedgerSequences} must be locked. */
    static void add(Session session, UsageSource source, LedgerSequences counts) throws SQLException {
        if (id(session, source).isEmpty()) {
            session.update(INSERT, ++counts.sources, source.node(), source.epoch(), 0);
            counts.store(session);
        }
    }

    /**
     * Advances a source to the end of a batch.
     *
     * @return the number of the source, empty if the whole batch is in the ledger already
     * @throws IllegalArgumentException if the batch is not the next one
     */
    static OptionalLong moveOn(Session session, UsageBatch batch, LedgerSequences counts) throws SQLException {
        UsageSource source = batch.source();
        Optional<Long> moved =
                session.first(MOVE_ON, Row::number, batch.upToSeq(), source.node(), source.epoch(), batch.afterSeq());
        if (moved.isPresent()) {
            return OptionalLong.of(moved.get());
        }
        if (!BatchSequence.isNext(batch, position(session, source))) {
            return OptionalLong.empty();
        }
        long id = ++counts.sources;
        session.update(INSERT, id, source.node(), source.epoch(), batch.upToSeq());
        return OptionalLong.of(id);
    }
}
