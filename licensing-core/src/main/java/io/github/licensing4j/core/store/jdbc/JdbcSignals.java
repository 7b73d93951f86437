package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.spi.OriginSighting;
import io.github.licensing4j.spi.SignalStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads signals, and stores what they are found from. */
final class JdbcSignals implements SignalStore {
    static final String ADD = "insert into licensing_sightings (issuer, kind, hour, license, subject, value)"
            + " values (?, ?, ?, ?, ?, ?) on conflict do nothing";
    static final String COUNT = "select hour, license, subject, count(*) from licensing_sightings"
            + " where issuer = ? and kind = ? and hour >= ? and hour < ? group by hour, license, subject"
            + " having count(*) >= ?";
    static final String REMOVE = "delete from licensing_sightings where hour < ?";

    private final Database database;

    JdbcSignals(Database database) {
        this.database = database;
    }

    @Override
    public void addSightings(List<OriginSighting> sightings) {
        List<@Nullable Object[]> rows = Conflicts.rows(sightings, sighting -> new @Nullable Object[] {
            sighting.issuer(),
            sighting.kind().name(),
            sighting.hourMillis(),
            sighting.license(),
            sighting.subject(),
            sighting.value()
        });
        boolean unused = database.write("store sightings", session -> {
            session.updateAll(ADD, rows);
            return true;
        });
    }

    @Override
    public List<OriginSighting.Count> sightings(
            OriginSighting.Kind kind, String issuer, Instant from, Instant to, int atLeast) {
        return database.read(
                "count sightings",
                session -> session.all(
                        COUNT,
                        row -> new OriginSighting.Count(row.number(), row.text(), row.text(), row.number()),
                        issuer,
                        kind.name(),
                        from,
                        to,
                        atLeast));
    }

    @Override
    public int removeSightings(Instant before) {
        return database.write("remove old sightings", session -> session.update(REMOVE, before));
    }

    @Override
    public Optional<Signal> find(String id) {
        return database.read("look up a signal", session -> SignalTable.find(session, id));
    }

    @Override
    public List<Signal> recent(String issuer, Instant endedAfter, int max) {
        return database.read("list recent signals", session -> SignalTable.recent(session, issuer, endedAfter, max));
    }

    @Override
    public Page<Signal> list(Query query) {
        return database.read("list signals", session -> SignalTable.list(session, query));
    }

    @Override
    public int removeEnded(Instant before) {
        return database.write("remove old signals", session -> SignalTable.removeEnded(session, before));
    }
}
