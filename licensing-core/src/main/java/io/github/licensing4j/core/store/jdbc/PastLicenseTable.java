package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChange.ChangedLicense;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Stores former revisions of licenses. A row of revision 0 represents everything before the table was created, which is
 * unknown.
 */
final class PastLicenseTable {
    static final String OF_LICENSE = "select " + LicenseColumns.NAMES + ", held_until from licensing_past_licenses"
            + " where issuer = ? and id = ? order by revision desc limit ?";
    static final String KEEP = "insert into licensing_past_licenses (" + LicenseColumns.NAMES + ", held_until) select "
            + LicenseColumns.NAMES + ", cast(? as bigint) from licensing_licenses"
            + " where issuer = ? and id = ? and revision = ?";

    /** Removes what {@link #OF_LICENSE} does not read any more. */
    static final String DROP = "delete from licensing_past_licenses where issuer = ? and id = ? and revision <= (select"
            + " revision from licensing_past_licenses where issuer = ? and id = ? order by revision desc limit 1 offset "
            + LicenseStore.MOST_PAST + ")";

    private PastLicenseTable() {}

    static List<LicenseRevision> of(Session session, LicenseId id) throws SQLException {
        List<LicenseRevision> latestFirst = new ArrayList<>(
                session.all(OF_LICENSE, PastLicenseTable::read, id.issuer(), id.value(), LicenseStore.MOST_PAST));
        Collections.reverse(latestFirst);
        return latestFirst;
    }

    private static LicenseRevision read(Row row) throws SQLException {
        LicenseRecord license = LicenseColumns.read(row);
        return new LicenseRevision(license.revision() == 0 ? null : license, row.instant());
    }

    /**
     * Stores the revisions that a change is about to replace, in place of the oldest ones of a license that has too many; a change
     * that does not follow them is rejected afterwards.
     */
    static void store(Session session, StoreChange change) throws SQLException {
        for (ChangedLicense changed : change.licenses()) {
            LicenseRecord license = changed.license();
            Optional<LicenseRecord> before = license.revision() == 1
                    ? Optional.empty()
                    : LicenseTable.find(session, license.id())
                            .filter(stored -> stored.revision() == license.revision() - 1);
            if (before.isPresent() && !before.get().isOnTermsOf(license)) {
                session.update(
                        KEEP,
                        license.dates().changedAt(),
                        license.id().issuer(),
                        license.id().value(),
                        before.get().revision());
                String issuer = license.id().issuer();
                String id = license.id().value();
                session.update(DROP, issuer, id, issuer, id);
            }
        }
    }
}
