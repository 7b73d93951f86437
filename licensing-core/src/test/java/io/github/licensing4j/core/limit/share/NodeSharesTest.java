package io.github.licensing4j.core.limit.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult.RateExceeded;
import io.github.licensing4j.tck.ConcurrencyStoreContract;
import io.github.licensing4j.tck.MovableClock;
import io.github.licensing4j.tck.RateLimitStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSharesTest {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final CounterId BURST = new CounterId("burst", null, Limit.Kind.RATE, "");
    private static final CounterId PARALLEL = new CounterId("parallel", null, Limit.Kind.CONCURRENCY, "");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private int nodes = 1;

    @Nested
    class RatesOfOneNode extends RateLimitStoreContract {
        @Override
        protected RateLimitStore rates() {
            return new RateShares(new InMemoryCounters(100), () -> 1);
        }
    }

    @Nested
    class ConcurrencyOfOneNode extends ConcurrencyStoreContract {
        @Override
        protected ConcurrencyStore concurrency() {
            return new ConcurrencyShares(new InMemoryCounters(100), () -> 1);
        }
    }

    private RateLimitAccount node() {
        return new RateShares(new InMemoryCounters(100), () -> nodes).account(ONE);
    }

    private List<RateLimitAccount> nodes(int count) {
        nodes = count;
        return IntStream.range(0, count).mapToObj(node -> node()).toList();
    }

    private static RateClaim claim(long burst, long permits) {
        RateLimit limit = new RateLimit("burst", null, List.of(new Band(burst, SECOND, burst)));
        return new RateClaim(BURST, limit, permits);
    }

    /** Takes single permits until none is left; returns how many were granted. */
    private int takeAll(RateLimitAccount node, long burst) {
        List<RateClaim> claims = List.of(claim(burst, 1));
        int granted = 0;
        while (node.take(claims, clock.millis()) instanceof RateHold) {
            granted++;
        }
        return granted;
    }

    @ParameterizedTest
    @CsvSource({"20, 1, 20, 20", "20, 2, 20, 20", "20, 4, 20, 20", "10, 4, 8, 10", "6, 2, 6, 6", "2, 4, 4, 2"})
    void grantOneLimitTogether(long burst, int count, int atOnce, int eachSecond) {
        List<RateLimitAccount> all = nodes(count);
        assertThat(all.stream().mapToInt(node -> takeAll(node, burst)).sum()).isEqualTo(atOnce);
        int granted = 0;
        for (int i = 0; i < 200; i++) {
            clock.advance(Duration.ofMillis(100));
            granted += all.stream().mapToInt(node -> takeAll(node, burst)).sum();
        }
        assertThat(granted).isEqualTo(20 * eachSecond);
    }

    @Test
    void changedNumberOfNodesRefillsNothing() {
        RateLimitAccount node = node();
        assertThat(takeAll(node, 20)).isEqualTo(20);
        for (int i = 0; i < 100; i++) {
            nodes = 1 + i % 7;
            assertThat(takeAll(node, 20)).as("of %d nodes", nodes).isZero();
        }
    }

    @Test
    void changedNumberOfNodesScalesTheRest() {
        RateLimitAccount node = node();
        List<RateClaim> ten = List.of(claim(20, 10));
        assertThat(node.take(ten, clock.millis())).isInstanceOf(RateHold.class);
        nodes = 2;
        assertThat(node.state(claim(20, 1), clock.millis()).remaining()).isEqualTo(5);
        nodes = 1;
        assertThat(node.state(claim(20, 1), clock.millis()).remaining()).isEqualTo(10);
        nodes = 2;
        assertThat(takeAll(node, 20)).isEqualTo(5);
        nodes = 1;
        assertThat(takeAll(node, 20)).isZero();
    }

    @Test
    void joiningNodeLowersTheRefill() {
        RateLimitAccount first = node();
        assertThat(takeAll(first, 20)).isEqualTo(20);
        nodes = 2;
        RateLimitAccount second = node();
        assertThat(takeAll(second, 20)).as("the burst of its share").isEqualTo(10);
        clock.advance(SECOND);
        assertThat(takeAll(first, 20) + takeAll(second, 20)).isEqualTo(20);
    }

    @Test
    void callAboveShareOwesTheRest() {
        nodes = 4;
        RateLimitAccount node = node();
        assertThat(node.wouldFit(claim(20, 20), clock.millis())).isTrue();
        assertThat(node.take(List.of(claim(20, 20)), clock.millis())).isInstanceOf(RateHold.class);
        assertThat(node.state(claim(20, 1), clock.millis()).remaining()).isZero();
        RateExceeded refused = (RateExceeded) node.take(List.of(claim(20, 1)), clock.millis());
        assertThat(refused.retryAtMillis() - clock.millis())
                .as("16 permits at 5 a second")
                .isEqualTo(3_200);
        clock.advance(Duration.ofMillis(3_200));
        assertThat(takeAll(node, 20)).isEqualTo(1);
    }

    @Test
    void callAboveShareNeedsItsFullBuckets() {
        nodes = 4;
        RateLimitAccount node = node();
        assertThat(node.take(List.of(claim(20, 1)), clock.millis())).isInstanceOf(RateHold.class);
        RateExceeded refused = (RateExceeded) node.take(List.of(claim(20, 8)), clock.millis());
        assertThat(refused.retryAtMillis() - clock.millis()).isEqualTo(200);
    }

    @Test
    void callAboveWholeLimitNeverFits() {
        nodes = 4;
        RateExceeded refused = (RateExceeded) node().take(List.of(claim(20, 21)), clock.millis());
        assertThat(refused.retryAtMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void releasedPermitsReturnToTheShare() {
        nodes = 2;
        RateLimitAccount node = node();
        ((RateHold) node.take(List.of(claim(20, 10)), clock.millis())).release();
        assertThat(takeAll(node, 20)).isEqualTo(10);
    }

    @Test
    void longRefillsStayInRange() {
        RateLimit limit = new RateLimit("burst", null, List.of(new Band(1, Duration.ofDays(3_650), 1)));
        nodes = 1_000;
        RateLimitAccount node = node();
        RateClaim claim = new RateClaim(BURST, limit, 1);
        assertThat(node.take(List.of(claim), clock.millis())).isInstanceOf(RateHold.class);
        assertThat(Duration.ofMillis(node.fitsAt(claim, clock.millis()) - clock.millis()))
                .isBetween(Duration.ofDays(36_499), Duration.ofDays(36_500));
    }

    @Test
    void warmCallsShareOneListOfClaims() {
        var scaled = new ShareClaims<RateClaim>(() -> 2, NodeShare::of);
        List<RateClaim> claims = List.of(claim(20, 1));
        assertThat(scaled.of(claims, 2).shares())
                .isSameAs(scaled.of(List.copyOf(claims), 2).shares())
                .isNotSameAs(scaled.of(claims, 3).shares());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 10, 11})
    void callsInFlightAreShared(int count) {
        nodes = count;
        ConcurrencyAccount node = new ConcurrencyShares(new InMemoryCounters(10), () -> nodes).account(ONE);
        ConcurrencyClaim claim = new ConcurrencyClaim(PARALLEL, 10);
        int share = Math.max(1, 10 / count);
        assertThat(node.remaining(claim)).isEqualTo(share);
        ConcurrencyHold hold = (ConcurrencyHold) node.enter(List.of(claim), clock.millis());
        assertThat(hold.remaining(0, 10)).isEqualTo(share - 1);
        for (int i = 1; i < share; i++) {
            assertThat(node.enter(List.of(claim), clock.millis())).isInstanceOf(ConcurrencyHold.class);
        }
        assertThat(node.enter(List.of(claim), clock.millis())).isNotInstanceOf(ConcurrencyHold.class);
        hold.release();
        assertThat(node.enter(List.of(claim), clock.millis())).isInstanceOf(ConcurrencyHold.class);
    }
}
