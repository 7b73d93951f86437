package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevocationSnapshot;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.StoreChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stores revocations: tokens that are not on record, customers, ages and families. */
final class RevocationTable {
    private static final String CUSTOMER = "CUSTOMER";
    private static final String LICENSE = "LICENSE";
    private static final String ISSUED_BEFORE = "ISSUED_BEFORE";
    private static final String FAMILY = "FAMILY";
    static final String OTHERS = "select kind, issuer, subject, before_at, given_at from licensing_revocations";
    static final String IS_REVOKED =
            "select 1 from licensing_revocations where kind = ? and issuer = ? and subject = ? limit 1";
    static final String IS_TOKEN_REVOKED =
            "select 1 from licensing_tokens where issuer = ? and id = ? and revoked_at is not null"
                    + " union all select 1 from licensing_revoked_tokens where issuer = ? and token_id = ? limit 1";
    static final String IS_AGE_REVOKED =
            "select 1 from licensing_revocations where kind = ? and issuer = ? and subject = '' and before_at > ? limit 1";
    static final String LOCK_FAMILY = "select revision from licensing_refresh_tokens where family = ?";
    static final String INSERT = "insert into licensing_revocations (kind, issuer, subject, before_at, given_at)"
            + " values (?, ?, ?, ?, ?) on conflict do nothing";
    static final String TOKENS =
            "select issuer, id, expires_at from licensing_tokens where revoked_at is not null and expires_at > ?";
    static final String UNKNOWN_TOKENS = "select issuer, token_id, until from licensing_revoked_tokens where until > ?";
    static final String INSERT_TOKEN = "insert into licensing_revoked_tokens (issuer, token_id, until)"
            + " values (?, ?, ?) on conflict (issuer, token_id) do update set until = excluded.until";

    private RevocationTable() {}

    static boolean isFamilyRevoked(Session session, String issuer, String family) throws SQLException {
        return session.first(IS_REVOKED, Row::number, FAMILY, issuer, family).isPresent();
    }

    static boolean isCustomerRevoked(Session session, String issuer, String customer) throws SQLException {
        return session.first(IS_REVOKED, Row::number, CUSTOMER, issuer, customer)
                .isPresent();
    }

    static boolean isTokenRevoked(Session session, String issuer, String tokenId) throws SQLException {
        return session.first(IS_TOKEN_REVOKED, Row::number, issuer, tokenId, issuer, tokenId)
                .isPresent();
    }

    static boolean isAgeRevoked(Session session, String issuer, Instant issuedAt) throws SQLException {
        return session.first(IS_AGE_REVOKED, Row::number, ISSUED_BEFORE, issuer, issuedAt)
                .isPresent();
    }

    /** Reads the generation first: changes stored meanwhile appear in the feed once more. */
    static RevocationSnapshot all(Session session, Instant now) throws SQLException {
        long generation = session.number(Sequences.GENERATION);
        List<RevokedToken> tokens = new ArrayList<>(session.all(TOKENS, RevocationTable::token, now));
        tokens.addAll(session.all(UNKNOWN_TOKENS, RevocationTable::token, now));
        return new RevocationSnapshot(generation, tokens, session.all(OTHERS, RevocationTable::other));
    }

    private static RevokedToken token(Row row) throws SQLException {
        return new RevokedToken(row.text(), row.text(), row.instant());
    }

    private static Revocation other(Row row) throws SQLException {
        String kind = row.text();
        String issuer = row.text();
        String subject = row.text();
        Instant before = row.instant();
        Instant at = row.instant();
        return switch (kind) {
            case CUSTOMER -> new Revocation.OfCustomer(issuer, subject, at);
            case LICENSE -> new Revocation.OfLicense(issuer, subject, at);
            case ISSUED_BEFORE -> new Revocation.IssuedBefore(issuer, before, at);
            case FAMILY -> new Revocation.OfFamily(issuer, subject, at);
            default -> throw new IllegalArgumentException("no kind of revocation: " + kind);
        };
    }

    /**
     * Waits for each exchange of a family that is under way, so that a revocation of the family finds the tokens that
     * it stored.
     */
    static void store(Session session, StoreChange change, String forUpdate) throws SQLException {
        for (Revocation revocation : change.revocations()) {
            if (revocation instanceof Revocation.OfFamily gone) {
                lockFamily(session, gone.family(), forUpdate);
            }
        }
        session.updateAll(INSERT, Conflicts.rows(change.revocations(), RevocationTable::columns));
        session.updateAll(INSERT_TOKEN, Conflicts.rows(change.credentials().revokedTokens(), token ->
                new Object[] {token.issuer(), token.tokenId(), token.until()}));
    }

    /**
     * Repeats while there are more: an exchange that was waited for has stored the next refresh token of the family.
     */
    private static void lockFamily(Session session, String family, String forUpdate) throws SQLException {
        int locked = 0;
        int found = session.all(LOCK_FAMILY + forUpdate, Row::number, family).size();
        while (found > locked) {
            locked = found;
            found = session.all(LOCK_FAMILY + forUpdate, Row::number, family).size();
        }
    }

    private static Object[] columns(Revocation revocation) {
        if (revocation instanceof Revocation.OfLicense gone) {
            return new Object[] {LICENSE, gone.issuer(), gone.license(), 0, gone.at()};
        }
        if (revocation instanceof Revocation.OfCustomer gone) {
            return new Object[] {CUSTOMER, gone.issuer(), gone.customer(), 0, gone.at()};
        }
        if (revocation instanceof Revocation.IssuedBefore gone) {
            return new Object[] {ISSUED_BEFORE, gone.issuer(), "", gone.before(), gone.at()};
        }
        Revocation.OfFamily gone = (Revocation.OfFamily) revocation;
        return new Object[] {FAMILY, gone.issuer(), gone.family(), 0, gone.at()};
    }
}
