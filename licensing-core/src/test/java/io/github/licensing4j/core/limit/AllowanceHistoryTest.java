package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any history of calls over quotas, credits and budgets, against the plainest model of the rules. */
@Tag("rule-3.1")
@Tag("rule-3.5")
@Tag("rule-3.7")
@Tag("rule-3.8")
@Tag("rule-3.9")
@Tag("rule-3.13")
class AllowanceHistoryTest {

    @Test
    void everyHistoryCountsWhatThePlainestModelCounts() {
        assertThat(play(0, 2_000)).isGreaterThan(10_000);
    }

    @Test
    @Tag("proof")
    void aHundredThousandHistoriesCountWhatThePlainestModelCounts() {
        assertThat(play(1_000_000, 100_000)).isGreaterThan(500_000);
    }

    /** Plays histories; says how many calls were granted in them. */
    private static long play(int firstSeed, int histories) {
        long granted = 0;
        for (int seed = firstSeed; seed < firstSeed + histories; seed++) {
            granted += new AllowanceHistory(seed).play();
        }
        return granted;
    }
}
