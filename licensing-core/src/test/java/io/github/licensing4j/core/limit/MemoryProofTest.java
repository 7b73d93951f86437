package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.OK;
import static io.github.licensing4j.core.limit.LimitFixture.license;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a million active licenses cost, their ids included. */
@Tag("proof")
class MemoryProofTest {
    private static final int LICENSES = 1_000_000;
    private static final RateLimit TWO_BANDS = new RateLimit(
            "burst", null, List.of(new Band(10, Duration.ofSeconds(1), 20), new Band(300, Duration.ofMinutes(1), 300)));

    @Test
    void aMillionLicensesWithThreeLimitsTakeAtMost700BytesEach() {
        LimitFixture fixture = new LimitFixture(LICENSES);
        LimitSet sheet = fixture.limits.limitSet(List.of(TWO_BANDS, monthly(1000), parallel(20)), Limit::name);
        ChargePlan charges = ChargePlan.of(Requirement.license(), Map.of());
        long before = usedHeap();
        for (int i = 0; i < LICENSES; i++) {
            License license = license("lic_" + i);
            LimitAccount account = fixture.limits.account(license.id());
            LimitRequest request = new LimitRequest(LimitSubject.of(license), sheet, charges, fixture.clock.millis());
            LimitFixture.settle(((LimitHold) fixture.limits.reserve(account, request)), OK);
        }
        long each = (usedHeap() - before) / LICENSES;
        assertThat(fixture.store.size()).isEqualTo(LICENSES);
        assertThat(each).isBetween(100L, 700L);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
