package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.SignalChange;
import io.github.licensing4j.spi.SignalStore.Query;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores signals, within the transaction of a session. */
final class SignalTable {
    private static final String COLUMNS = "id, kind, issuer, license, customer, target, severity, since, last_seen,"
            + " ended_at, muted_until, evidence, answer_action, answer_mode, answer_until, answer_revoked_at";
    static final String SAVE = "insert into licensing_signals (id, kind, issuer, license, customer, target, severity,"
            + " since, last_seen, ended_at, evidence, answer_action, answer_mode, answer_until)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set"
            + " severity = excluded.severity, customer = excluded.customer, last_seen = excluded.last_seen,"
            + " ended_at = excluded.ended_at, evidence = excluded.evidence, answer_action = excluded.answer_action,"
            + " answer_mode = excluded.answer_mode, answer_until = excluded.answer_until";
    static final String MUTE = "update licensing_signals set muted_until = ? where id = ?";
    static final String REVOKE_ANSWER = "update licensing_signals set answer_revoked_at = ?"
            + " where id = ? and answer_action is not null and answer_revoked_at is null";
    static final String FIND = "select " + COLUMNS + " from licensing_signals where id = ?";
    static final String OPEN =
            "select " + COLUMNS + " from licensing_signals where issuer = ? and ended_at is null limit ?";
    static final String ENDED =
            "select " + COLUMNS + " from licensing_signals where issuer = ? and ended_at > ? limit ?";
    static final String REMOVE_ENDED = "delete from licensing_signals where ended_at < ?";

    private SignalTable() {}

    static void change(Session session, SignalChange change) throws SQLException {
        if (change instanceof SignalChange.Seen seen) {
            save(session, seen.signal());
        } else if (change instanceof SignalChange.Muted muted) {
            session.update(MUTE, muted.until(), muted.id());
        } else if (change instanceof SignalChange.AnswerRevoked revoked) {
            session.update(REVOKE_ANSWER, revoked.at(), revoked.id());
        }
    }

    private static void save(Session session, Signal signal) throws SQLException {
        SignalSubject subject = signal.subject();
        SignalAnswer answer = signal.answer();
        session.update(
                SAVE,
                signal.id(),
                signal.kind().name(),
                subject.issuer(),
                subject.license(),
                subject.customer(),
                subject.target(),
                signal.severity().name(),
                signal.times().since(),
                signal.times().lastSeen(),
                signal.times().ended(),
                JsonColumns.evidence(signal.evidence()),
                answer == null ? null : answer.action().name(),
                answer == null ? null : answer.mode().name(),
                answer == null ? null : answer.until());
    }

    static Optional<Signal> find(Session session, String id) throws SQLException {
        return session.first(FIND, SignalTable::read, id);
    }

    static List<Signal> recent(Session session, String issuer, Instant endedAfter, int max) throws SQLException {
        List<Signal> found = session.all(OPEN, SignalTable::read, issuer, max);
        found.addAll(session.all(ENDED, SignalTable::read, issuer, endedAfter, max - found.size()));
        return found;
    }

    static Page<Signal> list(Session session, Query query) throws SQLException {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from licensing_signals where issuer = ?");
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(query.issuer());
        if (query.license() != null) {
            sql.append(" and license = ?");
            arguments.add(query.license());
        }
        if (query.kind() != null) {
            sql.append(" and kind = ?");
            arguments.add(query.kind().name());
        }
        if (query.open()) {
            sql.append(" and ended_at is null");
        }
        if (query.cursor() != null) {
            List<String> after = PageKey.read(query.cursor(), 2);
            sql.append(" and (since, id) < (?, ?)");
            arguments.add(PageKey.number(after.get(0)));
            arguments.add(after.get(1));
        }
        sql.append(" order by since desc, id desc limit ?");
        arguments.add(query.max() + 1);
        List<Signal> found = session.all(sql.toString(), SignalTable::read, arguments.toArray());
        return page(found, query.max());
    }

    private static Page<Signal> page(List<Signal> found, int max) {
        if (found.size() <= max) {
            return new Page<>(found, null);
        }
        Signal last = found.get(max - 1);
        return new Page<>(
                found.subList(0, max),
                PageKey.of(List.of(Long.toString(last.times().since().toEpochMilli()), last.id())));
    }

    private static Signal read(Row row) throws SQLException {
        String id = row.text();
        SignalKind kind = SignalKind.valueOf(row.text());
        SignalSubject subject = new SignalSubject(row.text(), row.text(), row.text(), row.text());
        SignalSeverity severity = SignalSeverity.valueOf(row.text());
        Signal.Times times = new Signal.Times(row.instant(), row.instant(), row.instantOrNull(), row.instantOrNull());
        return new Signal(id, kind, subject, severity, times, JsonColumns.evidence(row.text()), answer(row));
    }

    private static @Nullable SignalAnswer answer(Row row) throws SQLException {
        String action = row.textOrNull();
        String mode = row.textOrNull();
        Instant until = row.instantOrNull();
        Instant revoked = row.instantOrNull();
        return action == null || mode == null || until == null
                ? null
                : new SignalAnswer(SignalAnswer.Action.valueOf(action), EnforcementMode.valueOf(mode), until, revoked);
    }

    static int removeEnded(Session session, Instant before) throws SQLException {
        return session.update(REMOVE_ENDED, before);
    }
}
