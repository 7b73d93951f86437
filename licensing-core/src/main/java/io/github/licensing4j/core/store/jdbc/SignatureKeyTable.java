package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.jdbc.Revisions.Revision;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.SignatureKeyRecord.Times;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores the keys that sign calls. */
final class SignatureKeyTable {
    private static final int MAX = 1_000;
    private static final String SELECT = "select id, issuer, license, revision, algorithm, material, name, "
            + RestrictionsColumns.NAMES + ", created_at, expires_at, revoked_at from licensing_signature_keys where ";
    static final String BY_ID = SELECT + "id = ? and issuer = ?";
    static final String OF_LICENSE = SELECT + "issuer = ? and license = ? order by created_at, id limit ?";
    private static final Revisions REVISIONS = Revisions.of(
            Kind.SIGNATURE_KEY,
            "licensing_signature_keys",
            new Revisions.Columns(
                    "id",
                    "issuer, license, algorithm, material, created_at",
                    "revision, name, " + RestrictionsColumns.NAMES + ", expires_at, revoked_at"));
    static final String INSERT = REVISIONS.insert();
    static final String UPDATE = REVISIONS.update();

    private SignatureKeyTable() {}

    private static SignatureKeyRecord key(Row row) throws SQLException {
        String id = row.text();
        LicenseId license = new LicenseId(row.text(), row.text());
        long revision = row.number();
        String algorithm = row.text();
        String material = row.text();
        String name = row.text();
        Restrictions restrictions = RestrictionsColumns.read(row);
        Times times = new Times(row.instant(), row.instantOrNull(), row.instantOrNull());
        return new SignatureKeyRecord(id, license, revision, algorithm, material, name, restrictions, times);
    }

    static Optional<SignatureKeyRecord> byId(Session session, String issuer, String id) throws SQLException {
        return session.first(BY_ID, SignatureKeyTable::key, id, issuer);
    }

    static List<SignatureKeyRecord> ofLicense(Session session, LicenseId license) throws SQLException {
        return session.all(OF_LICENSE, SignatureKeyTable::key, license.issuer(), license.value(), MAX);
    }

    static void store(Session session, StoreChange change) throws SQLException {
        REVISIONS.store(
                session,
                change.credentials().signatureKeys().stream()
                        .map(SignatureKeyTable::revision)
                        .toList());
    }

    private static Revision revision(SignatureKeyRecord key) {
        return new Revision(
                key.id(),
                key.revision(),
                List.of(key.id()),
                Arrays.asList(
                        key.license().issuer(),
                        key.license().value(),
                        key.algorithm(),
                        key.material(),
                        key.times().createdAt()),
                changing(key));
    }

    private static List<@Nullable Object> changing(SignatureKeyRecord key) {
        List<@Nullable Object> columns = new ArrayList<>(List.of(key.revision(), key.name()));
        columns.addAll(RestrictionsColumns.values(key.restrictions()));
        columns.add(key.times().expiresAt());
        columns.add(key.times().revokedAt());
        return columns;
    }
}
