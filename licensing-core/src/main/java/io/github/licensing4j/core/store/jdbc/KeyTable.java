package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.jdbc.Revisions.Revision;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.ApiKeyRecord.History;
import io.github.licensing4j.spi.ApiKeyRecord.Label;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Stores API keys by their hash, and when each was last used. */
final class KeyTable {
    private static final int MAX = 1_000;
    private static final String COLUMNS =
            "id, issuer, license, revision, hash, masked, name, " + RestrictionsColumns.NAMES
                    + ", created_at, expires_at, revoked_at, replaced_by,"
                    + " made_by_key, made_by_family, made_by_token, made_by_issued_at, root_key";
    private static final String SELECT = "select " + COLUMNS + " from licensing_keys where ";
    static final String BY_HASH = SELECT + "hash = ?";
    static final String BY_ID = SELECT + "id = ? and issuer = ?";
    static final String OF_LICENSE = SELECT + "issuer = ? and license = ? order by created_at, id limit ?";
    static final String MADE_WITH = "select " + COLUMNS + " from licensing_keys where made_by_key = ? and issuer = ?"
            + " union select " + COLUMNS + " from licensing_keys where made_by_family = ? and issuer = ?"
            + " union select " + COLUMNS + " from licensing_keys where made_by_token = ? and issuer = ?"
            + " order by created_at, id limit ?";
    static final String MADE_BEFORE = SELECT
            + "issuer = ? and made_by_issued_at < ? and revoked_at is null order by made_by_issued_at, id limit ?";
    private static final Revisions REVISIONS = Revisions.of(
            Kind.KEY,
            "licensing_keys",
            new Revisions.Columns(
                    "id, hash",
                    "issuer, license, made_by_key, made_by_family, made_by_token, made_by_issued_at, root_key",
                    "revision, masked, name, " + RestrictionsColumns.NAMES
                            + ", created_at, expires_at, revoked_at, replaced_by"));
    static final String INSERT = REVISIONS.insert();
    static final String UPDATE = REVISIONS.update();
    static final String LAST_USE = "select used_at from licensing_key_uses where key_id = ?";
    static final String USE = "insert into licensing_key_uses (key_id, used_at) values (?, ?)"
            + " on conflict (key_id) do update set used_at = excluded.used_at"
            + " where licensing_key_uses.used_at < excluded.used_at";

    private KeyTable() {}

    private static ApiKeyRecord key(Row row) throws SQLException {
        String id = row.text();
        LicenseId license = new LicenseId(row.text(), row.text());
        long revision = row.number();
        String hash = row.text();
        Label label = new Label(row.text(), row.text());
        Restrictions restrictions = RestrictionsColumns.read(row);
        Instant createdAt = row.instant();
        Instant expiresAt = row.instantOrNull();
        Instant revokedAt = row.instantOrNull();
        History history = new History(createdAt, row.textOrNull(), origin(row), row.textOrNull());
        return new ApiKeyRecord(id, license, revision, hash, label, restrictions, expiresAt, revokedAt, history);
    }

    private static @Nullable KeyOrigin origin(Row row) throws SQLException {
        KeyOrigin origin = new KeyOrigin(row.textOrNull(), row.textOrNull(), row.textOrNull(), row.instantOrNull());
        return origin.keyId() == null && origin.tokenId() == null ? null : origin;
    }

    static Optional<ApiKeyRecord> byHash(Session session, String hash) throws SQLException {
        return session.first(BY_HASH, KeyTable::key, hash);
    }

    static Optional<ApiKeyRecord> byId(Session session, String issuer, String id) throws SQLException {
        return session.first(BY_ID, KeyTable::key, id, issuer);
    }

    static List<ApiKeyRecord> ofLicense(Session session, LicenseId license) throws SQLException {
        return session.all(OF_LICENSE, KeyTable::key, license.issuer(), license.value(), MAX);
    }

    static List<ApiKeyRecord> madeWith(Session session, String issuer, String credential) throws SQLException {
        return session.all(MADE_WITH, KeyTable::key, credential, issuer, credential, issuer, credential, issuer, MAX);
    }

    static List<ApiKeyRecord> madeBefore(Session session, String issuer, Instant before) throws SQLException {
        return session.all(MADE_BEFORE, KeyTable::key, issuer, before, MAX);
    }

    static Map<String, Instant> lastUsed(Session session, List<String> keyIds) throws SQLException {
        Map<String, Instant> found = new HashMap<>();
        for (String id : keyIds) {
            session.first(LAST_USE, Row::instant, id).ifPresent(at -> found.put(id, at));
        }
        return found;
    }

    /** In the order of their ids, so that two nodes never deadlock. */
    static void used(Session session, Map<String, Instant> times) throws SQLException {
        List<Map.Entry<String, Instant>> sorted = List.copyOf(new TreeMap<>(times).entrySet());
        session.updateAll(USE, Conflicts.rows(sorted, use -> new Object[] {use.getKey(), use.getValue()}));
    }

    static void store(Session session, StoreChange change) throws SQLException {
        REVISIONS.store(
                session,
                change.credentials().keys().stream().map(KeyTable::revision).toList());
    }

    private static Revision revision(ApiKeyRecord key) {
        KeyOrigin origin = key.history().origin() == null
                ? new KeyOrigin(null, null, null, null)
                : key.history().origin();
        return new Revision(
                key.id(),
                key.revision(),
                List.of(key.id(), key.hash()),
                Arrays.asList(
                        key.license().issuer(),
                        key.license().value(),
                        origin.keyId(),
                        origin.family(),
                        origin.tokenId(),
                        origin.issuedAt(),
                        key.history().root()),
                changing(key));
    }

    private static List<@Nullable Object> changing(ApiKeyRecord key) {
        List<@Nullable Object> columns = new ArrayList<>(
                List.of(key.revision(), key.label().masked(), key.label().name()));
        columns.addAll(RestrictionsColumns.values(key.restrictions()));
        columns.addAll(Arrays.asList(
                key.history().createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.history().replacedBy()));
        return columns;
    }
}
