package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.store.jdbc.Revisions.Revision;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChange.ChangedLicense;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stores license records with their stored state. Every page is found by the end of the previous one. */
final class LicenseTable {
    private static final String SELECT = "select " + LicenseColumns.NAMES + " from licensing_licenses where issuer = ?";
    static final String FIND = SELECT + " and id = ?";
    static final String LIST = SELECT + " and id > ? order by id limit ?";
    static final String LIST_CUSTOMER = SELECT + " and customer = ? and id > ? order by id limit ?";
    // A customer has few licenses: the state is checked row by row, without an index.
    static final String LIST_CUSTOMER_STATE = SELECT + " and customer = ? and id > ?"
            + " and (coalesce(look_state, '') = ? or coalesce(look_until, ?) <= ?) order by id limit ?";
    static final String LIST_STATE =
            "select * from (" + SELECT + " and look_state = ? and id > ? order by id limit ?) a"
                    + " union all select * from (" + SELECT
                    + " and look_until <= ? and look_state <> ? and id > ? order by id limit ?) b order by id limit ?";
    static final String DUE = SELECT + " and look_until <= ? order by look_until, id limit ?";
    private static final Revisions REVISIONS = Revisions.of(
            Kind.LICENSE,
            "licensing_licenses",
            LicenseColumns.IDENTITY,
            LicenseColumns.CHANGING + ", look_state, look_until");
    static final String INSERT = REVISIONS.insert();
    static final String UPDATE = REVISIONS.update();
    private static final List<String> PLANS = List.of("plan", "trial_then", "change_from", "change_to", "reduced_to");

    private LicenseTable() {}

    static Optional<LicenseRecord> find(Session session, LicenseId id) throws SQLException {
        return session.first(FIND, LicenseColumns::read, id.issuer(), id.value());
    }

    static Page<LicenseRecord> list(Session session, LicenseQuery query) throws SQLException {
        List<LicenseRecord> found = found(session, query);
        if (found.size() <= query.max()) {
            return new Page<>(found, null);
        }
        List<LicenseRecord> page = found.subList(0, query.max());
        return new Page<>(page, page.get(page.size() - 1).id().value());
    }

    /** Returns one more license than the page holds, if there is one. */
    private static List<LicenseRecord> found(Session session, LicenseQuery query) throws SQLException {
        String issuer = query.issuer();
        String after = query.cursor() == null ? "" : query.cursor();
        String customer = query.customer();
        String state = query.state() == null ? null : query.state().name();
        long most = query.max() + 1L;
        if (state == null) {
            return customer == null
                    ? session.all(LIST, LicenseColumns::read, issuer, after, most)
                    : session.all(LIST_CUSTOMER, LicenseColumns::read, issuer, customer, after, most);
        }
        Instant now = query.now();
        if (customer == null) {
            return session.all(
                    LIST_STATE,
                    LicenseColumns::read,
                    issuer,
                    state,
                    after,
                    most,
                    issuer,
                    now,
                    state,
                    after,
                    most,
                    most);
        }
        return session.all(
                LIST_CUSTOMER_STATE, LicenseColumns::read, issuer, customer, after, state, Long.MAX_VALUE, now, most);
    }

    static List<LicenseRecord> due(Session session, String issuer, Instant now, int max) throws SQLException {
        return session.all(DUE, LicenseColumns::read, issuer, now, max);
    }

    static Set<PlanId> pinnedPlans(Session session, String issuer) throws SQLException {
        Set<PlanId> plans = new HashSet<>();
        for (String column : PLANS) {
            plans.addAll(session.all(pins(column), row -> PlanId.parse(row.text()), issuer, issuer));
        }
        return plans;
    }

    static long licensesOn(Session session, String issuer, PlanId plan) throws SQLException {
        return session.number(
                "select count(*) from licensing_licenses where issuer = ? and plan = ? and revoked_at is null",
                issuer,
                plan.toString());
    }

    /** Selects from each plan to the next one in the index, however many licenses use each. */
    static String pins(String column) {
        String smallest = "select min(" + column + ") from licensing_licenses where issuer = ? and revoked_at is null"
                + " and " + column + " is not null";
        return "with recursive pins (pin) as (select (" + smallest + ") union all select (" + smallest + " and "
                + column + " > pin) from pins where pin is not null) select pin from pins where pin is not null";
    }

    static void store(Session session, StoreChange change) throws SQLException {
        REVISIONS.store(
                session, change.licenses().stream().map(LicenseTable::revision).toList());
    }

    private static Revision revision(ChangedLicense changed) {
        LicenseRecord license = changed.license();
        return new Revision(
                license.id().value(),
                license.revision(),
                List.of(license.id().issuer(), license.id().value()),
                LicenseColumns.changing(license, changed.state()));
    }
}
