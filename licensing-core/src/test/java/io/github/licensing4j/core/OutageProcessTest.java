package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.core.FaultyDatabase.Fault;
import io.github.licensing4j.core.SharingWorld.Units;
import io.github.licensing4j.core.store.jdbc.FaultyProxy;
import io.github.licensing4j.core.store.jdbc.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two processes that call while their PostgreSQL fails: what they grant together, and that all of it is counted in the end. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OutageProcessTest {
    private static final long AMOUNT = 2_000;
    /** The calls before the fault. */
    private static final long BEFORE = 200;

    private static final int THREADS = 4;
    /** Slow enough that most of the amount is neither used nor leased when the fault begins. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int FLAPS = 8;
    private static final Duration FLAP = Duration.ofMillis(10);

    @TempDir
    Path dir;

    @Test
    void processesGrantTheirSlicesWhileTheDatabaseIsDown() throws Exception {
        followsThePolicy(SharingScenario.QUOTA, Fault.DOWN, Quotas.LEASED_ONLY);
    }

    @ParameterizedTest
    @Tag("proof")
    @MethodSource("outages")
    void followsThePolicy(SharingScenario scenario, Fault fault, Quotas policy) throws Exception {
        try (SharingWorld world = new SharingWorld(dir, scenario, AMOUNT, THREADS);
                FaultyProxy proxy = new FaultyProxy(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), world.database.getPortNumbers()[0]))) {
            world.ofNodes = Postgres.through(proxy, world.database);
            world.outage = policy;
            world.pause = PAUSE;
            world.begin("one").await("started");
            world.begin("two").await("started");
            world.awaitGranted(BEFORE);
            scenario.happen(world);
            world.toAll("measure");
            world.awaitDone();
            fault.begin(proxy);
            world.hurry();
            long during = duringOutage(world, fault, proxy);
            proxy.forward();
            if (policy != Quotas.OPEN) {
                world.awaitGranted(AMOUNT);
            }
            awaitLedger(world);
            world.end();
            check(world, fault, during);
        }
    }

    private static Stream<Arguments> outages() {
        return Stream.of(SharingScenario.QUOTA, SharingScenario.CREDITS)
                .flatMap(scenario -> Stream.of(Fault.values())
                        .flatMap(fault ->
                                Stream.of(Quotas.values()).map(policy -> Arguments.of(scenario, fault, policy))));
    }

    /** Waits until every thread of both processes is refused, and returns the granted calls. */
    private static long duringOutage(SharingWorld world, Fault fault, FaultyProxy proxy) throws IOException {
        for (int i = 0; fault == Fault.FLAPPING && i < FLAPS; i++) {
            LockSupport.parkNanos(FLAP.toNanos());
            proxy.forward();
            LockSupport.parkNanos(FLAP.toNanos());
            proxy.refuse();
        }
        world.toAll("idle");
        world.awaitDone();
        return world.granted(0);
    }

    private static void awaitLedger(SharingWorld world) throws IOException {
        while (world.units(0).settled() != world.granted(0)) {
            // A test that takes too long is interrupted.
            assertThat(Thread.currentThread().isInterrupted()).as("in time").isFalse();
            LockSupport.parkNanos(FLAP.toNanos());
        }
    }

    private static void check(SharingWorld world, Fault fault, long during) throws IOException {
        long granted = world.granted(0);
        System.out.printf(
                "Two processes, PostgreSQL %s, %s %s: %d granted by its end, %d of %d in the end, longest call %d ms%n",
                fault,
                world.scenario,
                world.outage,
                during,
                granted,
                AMOUNT,
                world.longest().toMillis());
        if (world.outage == Quotas.OPEN) {
            assertThat(granted).isBetween(AMOUNT, 2 * AMOUNT);
        } else {
            assertThat(granted).isEqualTo(AMOUNT);
            assertThat(during).isBetween(BEFORE, fault == Fault.FLAPPING ? AMOUNT : AMOUNT - 1);
        }
        assertThat(world.units(0)).isEqualTo(new Units(granted, 0));
        assertThat(world.longest()).isLessThan(FaultyDatabase.LONGEST);
    }
}
