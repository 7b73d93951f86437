package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.Meter;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores the unit and scale of each meter. */
final class MeterTable {
    static final String ALL = "select n.name, m.unit, m.scale, m.counted from licensing_meters m"
            + " join licensing_names n on n.id = m.meter order by n.name";
    static final String INSERT =
            "insert into licensing_meters (meter, unit, scale, counted) values (?, ?, ?, ?) on conflict do nothing";
    static final String DEFINE = "update licensing_meters set unit = ?, scale = ? where meter = ?";
    static final String COUNT = "update licensing_meters set counted = 1 where meter = ? and counted = 0";

    private MeterTable() {}

    /** @param isShared whether another process may count in any of them */
    static List<CountedMeter> all(Session session, boolean isShared) throws SQLException {
        return session.all(ALL, row -> {
            String name = row.text();
            String unit = row.text();
            int scale = (int) row.number();
            boolean counted = row.number() != 0;
            return new CountedMeter(name, unit, scale, scale != CountedMeter.UNKNOWN && (counted || isShared));
        });
    }

    /**
     * Stores the units and scales of meters within the transaction of a session.
     *
     * @throws StoreConflictException if one is fixed to another unit or scale
     */
    static void declare(Session session, Collection<Meter> meters, boolean isShared, String forUpdate)
            throws SQLException {
        LedgerSequences counts = LedgerSequences.locked(session, forUpdate);
        Map<String, CountedMeter> stored = new HashMap<>();
        all(session, isShared).forEach(meter -> stored.put(meter.name(), meter));
        List<String> names = meters.stream().map(Meter::name).toList();
        Map<@Nullable String, Long> numbers = NameTable.of(session, names, counts);
        List<@Nullable Object[]> added = new ArrayList<>();
        List<@Nullable Object[]> defined = new ArrayList<>();
        for (Meter meter : meters) {
            CountedMeter before = stored.get(meter.name());
            if (before == null) {
                added.add(new Object[] {numbers.get(meter.name()), meter.unit(), meter.scale(), 0});
            } else if (before.scale() != meter.scale() || !before.unit().equals(meter.unit())) {
                if (before.fixed()) {
                    throw new StoreConflictException(Kind.METER, meter.name());
                }
                defined.add(new Object[] {meter.unit(), meter.scale(), numbers.get(meter.name())});
            }
        }
        session.updateAll(INSERT, added);
        session.updateAll(DEFINE, defined);
        counts.store(session);
    }

    /** Records that meters were counted. A meter that was never declared has no known scale until it is declared. */
    static void counted(Session session, Collection<Long> meters) throws SQLException {
        for (Long meter : meters) {
            if (session.update(COUNT, meter) == 0) {
                session.update(INSERT, meter, "", CountedMeter.UNKNOWN, 1);
            }
        }
    }
}
