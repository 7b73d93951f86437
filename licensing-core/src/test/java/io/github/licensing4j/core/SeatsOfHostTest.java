package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.Seats.SeatRequest;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.memory.InMemorySeats;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seats in a store of the host, beside the license store. */
class SeatsOfHostTest {
    private static final String CATALOG =
            NodeFixture.freePlan("seats: { kind: seats, of: user, max: 1, assign: first-use, unit-price: 9.00 USD }");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final SeatStore seats = new InMemorySeats();

    private static String call(NodeFixture node, String key, String user) {
        return SeatCalls.answered(node.engine(), key, user);
    }

    @Test
    void releaseOnOneNodeEndsSeatOnAnother() {
        DataSource database = Postgres.newPooledSchema();
        try (NodeFixture one = NodeFixture.node(dir.resolve("one"), clock, database)
                        .seats(seats)
                        .start(CATALOG);
                NodeFixture two = NodeFixture.node(dir.resolve("two"), clock, database)
                        .seats(seats)
                        .start(CATALOG)) {
            String license = one.license("free@1");
            String key = one.key(license);
            assertThat(call(two, key, "ann")).isEqualTo("granted");
            assertThat(call(one, key, "bob")).isEqualTo("seat-limit-reached");
            one.admin().seats().release(license, new SeatRequest(null, "ann"), BY);
            assertThat(call(one, key, "bob")).isEqualTo("granted");
            two.tend();
            assertThat(call(two, key, "ann")).isEqualTo("seat-limit-reached");
            assertThat(one.admin().audit().verify().broken()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void administratorsAndInvoicesReadStoreOfHost(NodeFixture.Kept kept) {
        try (NodeFixture node = NodeFixture.of(kept, dir, clock).seats(seats).start(CATALOG)) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.admin().seats().assign(license, new SeatRequest(null, "ann"), BY);
            assertThat(call(node, key, "ann")).isEqualTo("granted");
            assertThat(call(node, key, "bob")).isEqualTo("seat-limit-reached");
            assertThat(node.store
                            .seats()
                            .orElseThrow()
                            .seats(new LicenseId(EngineFixture.ISSUER, license), null, 10, clock.instant())
                            .items())
                    .as("in the license store")
                    .isEmpty();
            clock.advance(Duration.ofHours(1));
            assertThat(node.invoice(license, null).lines())
                    .extracting(line -> line.kind().name() + " " + line.quantity())
                    .contains("SEATS 1");
        }
    }
}
