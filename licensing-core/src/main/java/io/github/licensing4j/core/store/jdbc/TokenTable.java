package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.jdbc.Revisions.Revision;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.TokenRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores issued tokens by id and refresh tokens by hash. */
final class TokenTable {
    private static final int MAX = 10_000;
    private static final String COLUMNS =
            "issuer, id, license, key_id, family, status_index, issued_at, expires_at, revoked_at";
    private static final String SELECT = "select " + COLUMNS + " from licensing_tokens where ";
    static final String FIND = SELECT + "issuer = ? and id = ?";
    static final String FROM = SELECT + "key_id = ? and revoked_at is null and expires_at > ? union " + SELECT
            + "family = ? and revoked_at is null and expires_at > ? order by expires_at, id limit ?";
    static final String REVOKED_INDEXES = "select status_index from licensing_tokens"
            + " where revoked_at is not null and expires_at > ? order by status_index";
    static final String TAKE_INDEXES =
            "update licensing_status_index set unused = unused + ? where id = 1 returning unused - ?";
    static final String INDEXES = "select unused from licensing_status_index where id = 1";
    static final String STORE = "insert into licensing_tokens (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (issuer, id) do update set license = excluded.license, key_id = excluded.key_id,"
            + " family = excluded.family, status_index = excluded.status_index, issued_at = excluded.issued_at,"
            + " expires_at = excluded.expires_at, revoked_at = excluded.revoked_at";
    private static final String CHANGING =
            "family, key_id, issuer, license, revision, expires_at, used_at, " + RestrictionsColumns.NAMES;
    private static final Revisions REVISIONS =
            Revisions.of(Kind.REFRESH_TOKEN, "licensing_refresh_tokens", "hash", CHANGING);
    static final String FIND_REFRESH = "select hash, " + CHANGING + " from licensing_refresh_tokens where hash = ?";
    static final String INSERT_REFRESH = REVISIONS.insert();
    static final String UPDATE_REFRESH = REVISIONS.update();

    private TokenTable() {}

    private static TokenRecord token(Row row) throws SQLException {
        String issuer = row.text();
        return new TokenRecord(
                row.text(),
                new LicenseId(issuer, row.text()),
                row.textOrNull(),
                row.textOrNull(),
                row.number(),
                row.instant(),
                row.instant(),
                row.instantOrNull());
    }

    private static RefreshTokenRecord refreshToken(Row row) throws SQLException {
        return new RefreshTokenRecord(
                row.text(),
                row.text(),
                row.text(),
                new LicenseId(row.text(), row.text()),
                row.number(),
                row.instant(),
                row.instantOrNull(),
                // Nothing is granted if its key is not stored; such a token cannot be exchanged.
                RestrictionsColumns.read(row));
    }

    static Optional<TokenRecord> find(Session session, String issuer, String id) throws SQLException {
        return session.first(FIND, TokenTable::token, issuer, id);
    }

    static List<TokenRecord> from(Session session, String keyOrFamily, Instant now) throws SQLException {
        return session.all(FROM, TokenTable::token, keyOrFamily, now, keyOrFamily, now, MAX);
    }

    static List<Long> revokedIndexes(Session session, Instant now) throws SQLException {
        return session.all(REVOKED_INDEXES, Row::number, now);
    }

    static Optional<RefreshTokenRecord> findRefresh(Session session, String hash) throws SQLException {
        return session.first(FIND_REFRESH, TokenTable::refreshToken, hash);
    }

    static void store(Session session, StoreChange change) throws SQLException {
        session.updateAll(STORE, Conflicts.rows(change.credentials().tokens(), token -> new @Nullable Object[] {
            token.license().issuer(),
            token.id(),
            token.license().value(),
            token.keyId(),
            token.family(),
            token.statusIndex(),
            token.issuedAt(),
            token.expiresAt(),
            token.revokedAt()
        }));
    }

    static void storeRefresh(Session session, StoreChange change) throws SQLException {
        REVISIONS.store(
                session,
                change.credentials().refreshTokens().stream()
                        .map(TokenTable::revision)
                        .toList());
    }

    private static Revision revision(RefreshTokenRecord token) {
        return new Revision(token.family(), token.revision(), List.of(token.hash()), changing(token));
    }

    private static List<@Nullable Object> changing(RefreshTokenRecord token) {
        List<@Nullable Object> columns = new ArrayList<>(Arrays.asList(
                token.family(),
                token.keyId(),
                token.license().issuer(),
                token.license().value(),
                token.revision(),
                token.expiresAt(),
                token.usedAt()));
        columns.addAll(RestrictionsColumns.values(token.granted()));
        return columns;
    }
}
