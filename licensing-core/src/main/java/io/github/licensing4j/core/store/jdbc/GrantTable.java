package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.jdbc.Revisions.Revision;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores prepaid units by license. Their consumption is counted elsewhere. */
final class GrantTable {
    private static final int MAX = 2_000;
    /** The end of its validity; grants without an end come last. */
    private static final String END = "case when voided_at is null then coalesce(expires_at, " + Long.MAX_VALUE + ")"
            + " when expires_at < voided_at then expires_at else voided_at end";

    private static final String COLUMNS = "id, issuer, license, revision, limit_name, amount, priority, created_at,"
            + " effective_at, expires_at, voided_at, meter";
    static final String OF_LICENSE = "select " + COLUMNS + " from licensing_grants where issuer = ? and license = ?"
            + " order by " + END + " desc, created_at desc, id desc limit ?";
    static final String LIMITS = "select distinct limit_name from licensing_grants where issuer = ? and license = ?";
    static final String FIND = "select " + COLUMNS + " from licensing_grants where id = ? and issuer = ?";
    private static final Revisions REVISIONS = Revisions.of(
            Kind.GRANT,
            "licensing_grants",
            "id, issuer, license",
            "revision, limit_name, amount, priority, created_at, effective_at, expires_at, voided_at, meter");
    static final String INSERT = REVISIONS.insert();
    static final String UPDATE = REVISIONS.update();

    private GrantTable() {}

    static List<CreditGrant> ofLicense(Session session, LicenseId license) throws SQLException {
        return session.all(OF_LICENSE, GrantTable::grant, license.issuer(), license.value(), MAX).stream()
                .sorted(CreditGrant.CONSUMPTION_ORDER)
                .toList();
    }

    static Set<String> limits(Session session, LicenseId license) throws SQLException {
        return Set.copyOf(session.all(LIMITS, Row::text, license.issuer(), license.value()));
    }

    static Optional<CreditGrant> find(Session session, String issuer, String id) throws SQLException {
        return session.all(FIND, GrantTable::grant, id, issuer).stream().findFirst();
    }

    private static CreditGrant grant(Row row) throws SQLException {
        return new CreditGrant(
                row.text(),
                new LicenseId(row.text(), row.text()),
                row.number(),
                row.text(),
                row.number(),
                (int) row.number(),
                new CreditGrant.Times(row.instant(), row.instant(), row.instantOrNull(), row.instantOrNull()),
                row.textOrNull());
    }

    static void store(Session session, StoreChange change) throws SQLException {
        REVISIONS.store(
                session, change.grants().stream().map(GrantTable::revision).toList());
        Set<String> meters = change.grants().stream()
                .map(CreditGrant::meter)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<@Nullable String, Long> known = NameTable.find(session, meters);
        MeterTable.counted(
                session,
                known.values().stream()
                        .filter(meter -> meter != NameTable.NONE)
                        .sorted()
                        .toList());
    }

    private static Revision revision(CreditGrant grant) {
        return new Revision(
                grant.id(),
                grant.revision(),
                List.of(grant.id(), grant.license().issuer(), grant.license().value()),
                Arrays.asList(
                        grant.revision(),
                        grant.limit(),
                        grant.amount(),
                        grant.priority(),
                        grant.times().createdAt(),
                        grant.times().effectiveAt(),
                        grant.times().expiresAt(),
                        grant.times().voidedAt(),
                        grant.meter()));
    }
}
