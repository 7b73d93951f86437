package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.Plan;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.SeatsLimit.Assignment;
import io.github.licensing4j.SeatsLimit.Churn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The catalogs of the guide to seats. */
class SeatGuideTest {
    private static List<SeatsLimit> seats(Plan plan) {
        return Limit.select(plan.limits(), SeatsLimit.class);
    }

    @Test
    void hasFloatingAndNamedSeats() {
        List<Plan> plans = Catalogs.read(Catalogs.text("seats.yaml")).summary().plans();
        assertThat(seats(plans.get(0))).extracting(SeatsLimit::assign).containsExactly(Assignment.FLOATING);
        assertThat(seats(plans.get(1)))
                .extracting(SeatsLimit::assign)
                .containsExactly(Assignment.FIRST_USE, Assignment.ADMIN);
        assertThat(seats(plans.get(1)).get(0).churn()).isEqualTo(new Churn(8, ContractPeriod.parse("P1M")));
    }

    @Test
    void hasPriceOfSeats() {
        Plan plan = Catalogs.read(Catalogs.text("seat-prices.yaml"))
                .summary()
                .plans()
                .get(0);
        assertThat(seats(plan)).extracting(SeatsLimit::unitPrice).containsExactly(Money.parse("9.00 USD"));
    }
}
