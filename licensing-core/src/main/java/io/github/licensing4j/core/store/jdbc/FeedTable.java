package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.StoreEvent.Kind;
import io.github.licensing4j.spi.TokenRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores the latest changes. */
final class FeedTable {
    private static final String COLUMNS = "generation, kind, issuer, id, until";
    static final String INSERT = "insert into licensing_feed (entry, " + COLUMNS + ") values (?, ?, ?, ?, ?, ?)";
    // Up to the end of the change of the last entry: changes are always returned whole.
    static final String SINCE = "select " + COLUMNS + " from licensing_feed where generation > ? and generation <="
            + " coalesce((select generation from licensing_feed where generation > ?"
            + " order by generation, entry limit 1 offset ?), ?) order by generation, entry";

    private FeedTable() {}

    static List<StoreEvent> since(Session session, long generation, int max) throws SQLException {
        return session.all(SINCE, FeedTable::entry, generation, generation, max - 1, Long.MAX_VALUE);
    }

    private static StoreEvent entry(Row row) throws SQLException {
        return new StoreEvent(row.number(), Kind.valueOf(row.text()), row.text(), row.text(), row.instantOrNull());
    }

    /**
     * Stores a change under the next generation. Returns false if it has no entries for the feed.
     *
     * @param seated licenses whose seats have changed
     */
    static boolean store(Session session, StoreChange change, List<LicenseId> seated, Sequences sequences)
            throws SQLException {
        Set<LicenseId> licenses = licenses(change);
        licenses.addAll(seated);
        List<StoreEvent> entries = entries(change, licenses, sequences.generation + 1);
        if (entries.isEmpty()) {
            return false;
        }
        session.updateAll(INSERT, Conflicts.rows(entries, entry -> new @Nullable Object[] {
            ++sequences.feedEntries, entry.generation(), entry.kind().name(), entry.issuer(), entry.id(), entry.until()
        }));
        sequences.generation++;
        return true;
    }

    private static List<StoreEvent> entries(StoreChange change, Set<LicenseId> licenses, long generation) {
        List<StoreEvent> entries = new ArrayList<>();
        for (LicenseId id : licenses) {
            entries.add(new StoreEvent(generation, Kind.LICENSE, id.issuer(), id.value(), null));
        }
        for (ApiKeyRecord key : change.credentials().keys()) {
            entries.add(new StoreEvent(generation, Kind.KEY, key.license().issuer(), key.hash(), null));
        }
        for (SignatureKeyRecord key : change.credentials().signatureKeys()) {
            entries.add(
                    new StoreEvent(generation, Kind.SIGNATURE_KEY, key.license().issuer(), key.id(), null));
        }
        for (TokenRecord token : change.credentials().tokens()) {
            if (token.revokedAt() != null) {
                entries.add(revoked(generation, token.license().issuer(), token.id(), token.expiresAt()));
            }
        }
        for (RevokedToken token : change.credentials().revokedTokens()) {
            entries.add(revoked(generation, token.issuer(), token.tokenId(), token.until()));
        }
        for (Revocation revocation : change.revocations()) {
            if (revocation instanceof Revocation.OfCustomer gone) {
                entries.add(new StoreEvent(generation, Kind.REVOKED_CUSTOMER, gone.issuer(), gone.customer(), null));
            } else if (revocation instanceof Revocation.OfLicense gone) {
                entries.add(new StoreEvent(generation, Kind.REVOKED_LICENSE, gone.issuer(), gone.license(), null));
            } else if (revocation instanceof Revocation.IssuedBefore gone) {
                entries.add(new StoreEvent(generation, Kind.ISSUED_BEFORE, gone.issuer(), "", gone.before()));
            }
        }
        return entries;
    }

    /** Returns the licenses that were stored or whose credits or usage have changed. */
    private static Set<LicenseId> licenses(StoreChange change) {
        Set<LicenseId> licenses = new LinkedHashSet<>();
        change.licenses().forEach(changed -> licenses.add(changed.license().id()));
        change.grants().forEach(grant -> licenses.add(grant.license()));
        change.corrections().forEach(correction -> licenses.add(correction.license()));
        return licenses;
    }

    private static StoreEvent revoked(long generation, String issuer, String tokenId, Instant until) {
        return new StoreEvent(generation, Kind.REVOKED_TOKEN, issuer, tokenId, until);
    }
}
