package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Seats.SeatRequest;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.core.store.jdbc.FaultyProxy;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.tck.MovableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Engines on one PostgreSQL share the seats of a license. */
class SeatNodesTest {
    private static final Duration LEASE = Duration.ofHours(1);
    private static final int USERS = 50;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final DataSource database = Postgres.newPooledSchema();

    private NodeFixture node(String name, String catalog) {
        return NodeFixture.node(dir.resolve(name), clock, database).start(catalog);
    }

    private static String once(NodeFixture node, String key, String user) {
        return SeatCalls.call(node.engine(), key, user);
    }

    private static String teams(int max) {
        return NodeFixture.freePlan("seats: { kind: seats, of: user, max: " + max + ", lease: PT1H }") + """
                  big@1:
                    extends: free@1
                    limits:
                      seats: { max: 3 }
                """;
    }

    private static List<String> holders(NodeFixture node, String license) {
        return node.admin().seats().list(license, null, 100).items().stream()
                .map(SeatView::holder)
                .toList();
    }

    @Test
    void fiftyUsersOnThreeNodesGetFiveSeats() throws Exception {
        try (NodeFixture one = node("one", teams(5));
                NodeFixture two = node("two", teams(5));
                NodeFixture three = node("three", teams(5))) {
            List<NodeFixture> nodes = List.of(one, two, three);
            String license = one.license("free@1");
            String key = one.key(license);
            for (int round = 0; round < 2; round++) {
                Set<String> granted = ConcurrentHashMap.newKeySet();
                Set<String> codes = ConcurrentHashMap.newKeySet();
                callAtOnce(index -> {
                    String user = "user-" + index;
                    String result = call(nodes.get(index % 3), key, user);
                    return result.equals("granted") ? granted.add(user) : codes.add(result);
                });
                assertThat(granted).as("round %d", round).hasSize(5);
                assertThat(codes).containsExactly("seat-limit-reached");
                assertThat(holders(two, license)).containsExactlyInAnyOrderElementsOf(granted);
                // The holders keep their seats on every node.
                for (NodeFixture node : nodes) {
                    for (String user : granted) {
                        assertThat(call(node, key, user)).isEqualTo("granted");
                    }
                }
                clock.advance(LEASE);
            }
        }
    }

    private static String call(NodeFixture node, String key, String user) {
        return SeatCalls.answered(node.engine(), key, user);
    }

    private static void callAtOnce(IntPredicate call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(USERS);
        try {
            List<Callable<Boolean>> calls = IntStream.range(0, USERS)
                    .<Callable<Boolean>>mapToObj(index -> () -> call.test(index))
                    .toList();
            for (Future<Boolean> made : threads.invokeAll(calls)) {
                assertThat(made.get()).isNotNull();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void releaseOnOneNodeEndsSeatOnAnother() {
        try (NodeFixture one = node("one", teams(1));
                NodeFixture two = node("two", teams(1))) {
            String license = one.license("free@1");
            String key = one.key(license);
            assertThat(call(two, key, "ann")).isEqualTo("granted");
            assertThat(call(one, key, "bob")).isEqualTo("seat-limit-reached");
            one.admin().seats().release(license, new SeatRequest(null, "ann"), BY);
            assertThat(call(one, key, "bob"))
                    .as("at once where it was released")
                    .isEqualTo("granted");
            two.tend();
            assertThat(call(two, key, "ann")).isEqualTo("seat-limit-reached");
            assertThat(call(two, key, "bob")).isEqualTo("granted");
            assertThat(one.admin().audit().verify().broken()).isEmpty();
        }
    }

    @Test
    void seatOfDeadNodeIsFreeAfterItsLease() {
        try (NodeFixture two = node("two", teams(1))) {
            String license = two.license("free@1");
            String key = two.key(license);
            try (NodeFixture one = node("one", teams(1))) {
                assertThat(call(one, key, "ann")).isEqualTo("granted");
            }
            assertThat(call(two, key, "bob")).isEqualTo("seat-limit-reached");
            clock.advance(LEASE.minusMillis(1));
            assertThat(call(two, key, "bob")).isEqualTo("seat-limit-reached");
            clock.advance(Duration.ofMillis(1_001));
            assertThat(call(two, key, "bob")).isEqualTo("granted");
            two.restart(teams(1));
            assertThat(call(two, key, "ann")).as("after a restart").isEqualTo("seat-limit-reached");
            assertThat(call(two, key, "bob")).isEqualTo("granted");
        }
    }

    @Test
    void followsOverridesAndPlanChanges() {
        try (NodeFixture one = node("one", teams(1));
                NodeFixture two = node("two", teams(1))) {
            String license = one.license("free@1");
            String key = one.key(license);
            assertThat(call(one, key, "ann")).isEqualTo("granted");
            assertThat(call(two, key, "bob")).isEqualTo("seat-limit-reached");
            one.override(license, "{\"limits\":{\"seats\":{\"max\":2}}}");
            two.tend();
            assertThat(call(two, key, "bob")).isEqualTo("granted");
            one.override(license, "{}");
            two.tend();
            assertThat(call(two, key, "bob")).as("held under a lowered maximum").isEqualTo("granted");
            assertThat(call(two, key, "eve")).isEqualTo("seat-limit-reached");
            one.changePlan(license, "big@1", UsageTreatment.CARRY);
            two.tend();
            assertThat(call(two, key, "eve")).isEqualTo("granted");
            assertThat(call(one, key, "joe")).isEqualTo("seat-limit-reached");
            assertThat(holders(one, license)).containsExactly("ann", "bob", "eve");
            one.admin().licenses().suspend(license, BY);
            two.tend();
            assertThat(two.call(key, Requirement.license())).isEqualTo("license-suspended");
            assertThat(holders(two, license)).as("of a suspended license").hasSize(3);
        }
    }

    @Test
    void seatsFollowRenamedLimitAndItsAssignment() {
        try (NodeFixture one = node("one", teams(1))) {
            String license = one.license("free@1");
            String key = one.key(license);
            assertThat(call(one, key, "ann")).isEqualTo("granted");
            one.edit(NodeFixture.freePlan(
                    "desks: { kind: seats, was: seats, of: user, max: 1, assign: first-use, cool-down: P1D }"));
            assertThat(call(one, key, "bob")).isEqualTo("seat-limit-reached");
            assertThat(call(one, key, "ann")).isEqualTo("granted");
            clock.advance(Duration.ofDays(400));
            assertThat(call(one, key, "bob")).as("the seat has no end now").isEqualTo("seat-limit-reached");
            assertThat(one.status(license, "desks").used()).isEqualTo(1);
            SeatView released = one.admin().seats().release(license, new SeatRequest("desks", "ann"), BY);
            assertThat(released.freeAt()).isEqualTo(clock.instant().plus(Duration.ofDays(1)));
            assertThat(call(one, key, "bob")).as("in its cool-down").isEqualTo("seat-limit-reached");
            clock.advance(Duration.ofDays(1));
            assertThat(call(one, key, "bob")).isEqualTo("granted");
        }
    }

    @Test
    void refusesOnlyUnknownHoldersWhileDatabaseIsDown() throws Exception {
        PGSimpleDataSource source = Postgres.newStoreSchema();
        try (FaultyProxy proxy =
                new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), source.getPortNumbers()[0]))) {
            source.setServerNames(new String[] {InetAddress.getLoopbackAddress().getHostAddress()});
            source.setPortNumbers(new int[] {proxy.port()});
            try (NodeFixture one =
                    NodeFixture.node(dir.resolve("one"), clock, source).start(teams(2))) {
                String license = one.license("free@1");
                String key = one.key(license);
                assertThat(once(one, key, "ann")).isEqualTo("granted");
                proxy.refuse();
                for (int i = 0; i < 3; i++) {
                    assertThat(once(one, key, "bob")).isEqualTo("enforcement-unavailable");
                }
                assertThat(once(one, key, "ann")).isEqualTo("granted");
                assertThat(seats(one).status()).isEqualTo(Health.Status.DEGRADED);
                proxy.forward();
                for (int i = 0; seats(one).status() != Health.Status.UP; i++) {
                    assertThat(i).as("waits for the store").isLessThan(2_000);
                    SeatCalls.pause();
                }
                assertThat(once(one, key, "bob")).isEqualTo("granted");
                assertThat(once(one, key, "eve")).isEqualTo("seat-limit-reached");
            }
        }
    }

    private static Health.Component seats(NodeFixture node) {
        return node.engine().built.info().health().components().stream()
                .filter(component -> component.name().equals("seats"))
                .findFirst()
                .orElseThrow();
    }
}
