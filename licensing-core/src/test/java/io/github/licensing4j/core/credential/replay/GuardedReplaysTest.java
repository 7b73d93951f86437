package io.github.licensing4j.core.credential.replay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.OutagePolicy.Replays;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Outage policies of used proofs, over a store in memory. */
class GuardedReplaysTest {
    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final Store store = new Store();

    /** The store of all nodes, which a test can make fail. */
    private static final class Store implements ReplayStore {
        private final InMemoryReplays marks = new InMemoryReplays(100, 100);
        private final List<String> used = new ArrayList<>();
        private final List<Instant> expired = new ArrayList<>();
        private @Nullable RuntimeException failure;
        private @Nullable ReplayResult answer;

        @Override
        public ReplayResult use(ReplayMark mark) {
            used.add(mark.key());
            if (failure != null) {
                throw failure;
            }
            return answer == null ? marks.use(mark) : answer;
        }

        @Override
        public void expire(Instant before) {
            expired.add(before);
        }

        void isAway() {
            failure = new StoreException("no route to the database");
        }
    }

    private GuardedReplays node(Replays policy) {
        return node(new GuardedReplays.Settings(policy, 1, Status.DEGRADED));
    }

    private GuardedReplays node(GuardedReplays.Settings settings) {
        return NodeReplays.of(store, new InMemoryReplays(100, 100), settings, clock);
    }

    private ReplayMark mark(String id) {
        Instant now = clock.instant();
        return new ReplayMark("key", id, now, now, now.plusSeconds(65));
    }

    private static OutageStatus status(GuardedReplays node) {
        assertThat(node.outages()).hasSize(1);
        return node.outages().get(0);
    }

    @Test
    void proofOfThisNodeDoesNotReachTheStore() {
        GuardedReplays node = node(Replays.CLOSED);
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.FIRST);
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.REPLAYED);
        assertThat(store.used).containsExactly("key");
    }

    @Test
    void proofOfAnotherNodeIsReplayed() {
        assertThat(node(Replays.CLOSED).use(mark("1"))).isEqualTo(ReplayResult.FIRST);
        assertThat(node(Replays.CLOSED).use(mark("1"))).isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void closedRefusesWithoutTryingTheStore() {
        GuardedReplays node = node(Replays.CLOSED);
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.FIRST);
        store.isAway();
        for (int i = 0; i < 100; i++) {
            assertThat(node.use(mark("away-" + i))).isEqualTo(ReplayResult.UNKNOWN);
        }
        assertThat(store.used).as("the first one, and the one that has failed").hasSize(2);
        assertThat(status(node).degradedSince()).isEqualTo(Instant.parse("2026-03-10T12:00:00Z"));
        assertThat(status(node).overshoot()).isZero();
        assertThat(node.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(node.health().detail()).contains("refused", "no route to the database");
    }

    @Test
    void refusedProofCanBeUsedAfterTheOutage() {
        GuardedReplays node = node(Replays.CLOSED);
        store.isAway();
        assertThat(node.use(mark("lost"))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(node.use(mark("refused"))).isEqualTo(ReplayResult.UNKNOWN);
        store.failure = null;
        node.probe();
        assertThat(node.use(mark("refused"))).isEqualTo(ReplayResult.FIRST);
        assertThat(node.use(mark("lost"))).as("the store may have its mark").isEqualTo(ReplayResult.REPLAYED);
        assertThat(status(node).isConnected()).isTrue();
        assertThat(node.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void openAcceptsEachProofOnceByTheMemoryOfTheNode() {
        GuardedReplays one = node(Replays.OPEN);
        GuardedReplays other = node(Replays.OPEN);
        assertThat(one.use(mark("before"))).isEqualTo(ReplayResult.FIRST);
        store.isAway();
        for (GuardedReplays node : List.of(one, other)) {
            assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.FIRST);
            assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.REPLAYED);
            assertThat(node.use(mark("2"))).isEqualTo(ReplayResult.FIRST);
            assertThat(status(node).overshoot()).isEqualTo(2);
            assertThat(node.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(node.health().detail()).contains("accepted once by each node", "2 accepted without the store");
        }
        assertThat(one.use(mark("before"))).isEqualTo(ReplayResult.REPLAYED);
        assertThat(store.used).as("one before, one for each node").hasSize(3);
        store.failure = null;
        one.probe();
        assertThat(status(one)).isEqualTo(new OutageStatus(OutageStatus.Kind.REPLAY, null, 2));
        assertThat(one.use(mark("1"))).isEqualTo(ReplayResult.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void followsPolicyWhereStoreMayHaveLostMarks(Replays policy) {
        GuardedReplays node = node(policy);
        store.answer = ReplayResult.UNKNOWN;
        assertThat(node.use(mark("1"))).isEqualTo(policy == Replays.OPEN ? ReplayResult.FIRST : ReplayResult.UNKNOWN);
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.REPLAYED);
        assertThat(status(node).isConnected()).as("it answers").isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void acceptsNoProofThatTheStoreRefuses(Replays policy) {
        GuardedReplays node = node(policy);
        store.answer = ReplayResult.FULL;
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.FULL);
        store.answer = ReplayResult.REPLAYED;
        assertThat(node.use(mark("2"))).isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void toleratesFailuresOfFastStore() {
        GuardedReplays node = node(new GuardedReplays.Settings(Replays.CLOSED, 3, Status.DEGRADED));
        store.isAway();
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(node.use(mark("2"))).isEqualTo(ReplayResult.UNKNOWN);
        store.failure = null;
        assertThat(node.use(mark("3"))).isEqualTo(ReplayResult.FIRST);
        store.isAway();
        assertThat(node.use(mark("4"))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(node.use(mark("5"))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(status(node).isConnected()).isTrue();
        assertThat(node.use(mark("6"))).as("the third in a row").isEqualTo(ReplayResult.UNKNOWN);
        assertThat(status(node).isConnected()).isFalse();
    }

    @Test
    void acceptsNothingWhereTheStoreThrows() {
        GuardedReplays node = node(Replays.CLOSED);
        store.failure = new IllegalStateException("a fault of the host");
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(status(node).isConnected()).isFalse();
    }

    @Test
    void isDownWhereEveryCallNeedsProof() {
        GuardedReplays node = node(new GuardedReplays.Settings(Replays.CLOSED, 1, Status.DOWN));
        store.isAway();
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(node.health().status()).isEqualTo(Status.DOWN);
    }

    @Test
    void removesEndedMarksOfTheStore() {
        GuardedReplays node = node(Replays.CLOSED);
        node.expire(clock.instant());
        assertThat(store.expired).containsExactly(clock.instant());
        store.isAway();
        assertThat(node.use(mark("1"))).isEqualTo(ReplayResult.UNKNOWN);
        node.expire(clock.instant());
        assertThat(store.expired).as("not during an outage").hasSize(1);
    }

    @Test
    void logsOneLineForEachChange() {
        Logger logger = (Logger) LoggerFactory.getLogger(GuardedReplays.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            GuardedReplays node = node(Replays.OPEN);
            store.isAway();
            for (int i = 0; i < 10; i++) {
                assertThat(node.use(mark("away-" + i))).isEqualTo(ReplayResult.FIRST);
            }
            node.probe();
            clock.advance(Duration.ofSeconds(90));
            store.failure = null;
            node.probe();
            node.probe();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "The store of used proofs does not answer; proofs are accepted once by each node",
                        "The store of used proofs answers again after PT1M30S; 10 proofs were accepted without it");
    }
}
