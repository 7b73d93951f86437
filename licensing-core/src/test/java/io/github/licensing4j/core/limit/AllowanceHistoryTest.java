package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.RandomCases;
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
        assertThatAllIsInThem(play(0, 500));
    }

    @Test
    @Tag("proof")
    void aHundredThousandHistoriesCountWhatThePlainestModelCounts() {
        assertThatAllIsInThem(play(1_000_000, 100_000));
    }

    private static AllowanceTally play(int firstSeed, int histories) {
        AllowanceTally tally = new AllowanceTally();
        RandomCases.seeds(firstSeed, histories).forEach(seed -> new AllowanceHistory(seed, tally).play());
        System.out.println(tally);
        return tally;
    }

    /** Each thing that can happen does so in most histories; overage is rarer. */
    private static void assertThatAllIsInThem(AllowanceTally tally) {
        long many = tally.histories;
        assertThat(tally.granted).isGreaterThan(5 * many);
        assertThat(tally.refused).isGreaterThan(many);
        assertThat(tally.settled).isEqualTo(tally.granted);
        assertThat(tally.corrections).isGreaterThan(many);
        assertThat(tally.edges).isGreaterThan(many);
        assertThat(tally.planChanges).isGreaterThan(many);
        assertThat(tally.voided).isGreaterThan(many);
        assertThat(tally.carried).isGreaterThan(many);
        assertThat(tally.overage).isGreaterThan(many / 4);
    }
}
