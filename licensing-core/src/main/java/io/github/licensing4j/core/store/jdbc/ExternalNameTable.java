package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChange.ChangedLicense;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores the names of licenses in other systems, so that licenses are found by them. Their rows follow the license records. */
final class ExternalNameTable {
    // The index has the first characters alone, because a long text does not fit into an index.
    static final String NAMED = "select issuer, license from licensing_external_names where issuer = ?"
            + " and substr(name, 1, 200) = substr(cast(? as text), 1, 200) and name = ? and system = ?"
            + " order by license limit ?";
    static final String OF_LICENSE =
            "select system, name from licensing_external_names where issuer = ? and license = ?";
    static final String INSERT =
            "insert into licensing_external_names (issuer, license, system, name) values (?, ?, ?, ?)";
    static final String DELETE = "delete from licensing_external_names where issuer = ? and license = ? and system = ?";

    private ExternalNameTable() {}

    static List<LicenseId> named(Session session, String issuer, ExternalName name, int max) throws SQLException {
        return session.all(
                NAMED,
                row -> new LicenseId(row.text(), row.text()),
                issuer,
                name.name(),
                name.name(),
                name.system(),
                max);
    }

    /** Stores the names of changed licenses, where they differ from those that are stored. */
    static void store(Session session, StoreChange change) throws SQLException {
        List<@Nullable Object[]> ended = new ArrayList<>();
        List<@Nullable Object[]> added = new ArrayList<>();
        for (ChangedLicense changed : change.licenses()) {
            LicenseRecord license = changed.license();
            String issuer = license.id().issuer();
            String id = license.id().value();
            Map<String, String> before = license.revision() == 1 ? Map.of() : stored(session, license.id());
            before.forEach((system, name) -> {
                if (!name.equals(license.external().get(system))) {
                    ended.add(new Object[] {issuer, id, system});
                }
            });
            license.external().forEach((system, name) -> {
                if (!name.equals(before.get(system))) {
                    added.add(new Object[] {issuer, id, system, name});
                }
            });
        }
        session.updateAll(DELETE, ended);
        session.updateAll(INSERT, added);
    }

    private static Map<String, String> stored(Session session, LicenseId id) throws SQLException {
        Map<String, String> names = new HashMap<>();
        session.all(OF_LICENSE, row -> Map.entry(row.text(), row.text()), id.issuer(), id.value())
                .forEach(name -> names.put(name.getKey(), name.getValue()));
        return names;
    }
}
