package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is made once for many calls is found again, whatever came and went before it. */
class SheetsTest {
    private static final Meter CALLS = new Meter(Charge.CALLS, "", 0, null);
    private static final Meter TOKENS = new Meter("tokens", "token", 1, null);

    @Test
    void keepsTemplatesAfterManyChargePlans() {
        LimitSet limitSet = new LimitFixture().limits.limitSet(List.of(monthly(10)), Limit::name);
        for (int i = 0; i < 2_500; i++) {
            ChargePlan charges = ChargePlan.of(Requirement.license(), Map.of());
            ReservationTemplate template = limitSet.template(charges);
            assertThat(limitSet.template(charges)).isSameAs(template);
        }
    }

    @Test
    void keepsLimitSetsAfterManyTerms() {
        LimitSets sheets = new LimitSets(LimitKinds::rule, List.of());
        for (int i = 0; i < 10_500; i++) {
            LimitSet sheet = sheets.of(Proration.none(List.of(monthly(i))), Limit::name);
            assertThat(sheets.of(Proration.none(List.of(monthly(i))), Limit::name))
                    .isSameAs(sheet);
        }
    }

    @Test
    void keepsChargePlansAfterManyRequirements() {
        ChargePlans sheets = new ChargePlans();
        Map<String, Meter> meters = Map.of(Charge.CALLS, CALLS);
        for (int i = 0; i < 10_500; i++) {
            ChargePlan sheet = sheets.of(calls(i), meters);
            assertThat(sheets.of(calls(i), meters)).isSameAs(sheet);
        }
    }

    @Test
    void looksAtAllMetersAndReloadsOfTheSameMetersTakeOneSheet() {
        ChargePlans sheets = new ChargePlans();
        Map<String, Meter> meters = Map.of(Charge.CALLS, CALLS, "tokens", TOKENS);
        ChargePlan ofCalls = sheets.of(Requirement.license(), meters);
        ChargePlan ofAll = sheets.ofAll(meters);
        for (int i = 0; i < 2_500; i++) {
            Map<String, Meter> reloaded = new HashMap<>(meters);
            assertThat(sheets.ofAll(reloaded)).isSameAs(ofAll);
            assertThat(sheets.of(Requirement.license(), reloaded)).isSameAs(ofCalls);
        }
    }

    @Test
    void aMeterThatIsChangedMakesOtherSheets() {
        ChargePlans sheets = new ChargePlans();
        ChargePlan whole = sheets.ofAll(Map.of(Charge.CALLS, CALLS));
        ChargePlan withTokens = sheets.ofAll(Map.of(Charge.CALLS, CALLS, "tokens", TOKENS));
        assertThat(withTokens).isNotSameAs(whole);
        assertThat(withTokens.indexOf("tokens")).isNotNegative();
        assertThat(whole.indexOf("tokens")).isNegative();
    }

    private static Requirement calls(int units) {
        return new Requirement(List.of(), Set.of(), List.of(Charge.of(Charge.CALLS, units)));
    }
}
