package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.NodeFixture.Kept;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A budget of a customer whose period is edited bills each unit once. */
@Tag("4.1.7")
class EditedBudgetTest extends EditedBackFixture {
    @InEveryStore
    @Tag("4.1.3")
    void customerIsBilledOnceThroughEdits(Kept kept) {
        String shared = ", of: customer";
        try (NodeFixture node = open(kept, billed(MONTH + shared, PRICE))) {
            String one = node.key(node.license("free@1"));
            String two = node.key(node.license("free@1"));
            clock.set("2026-03-10T14:00:00Z");
            node.calls(one, 60);
            node.calls(two, 60);
            node.edit(billed(DAY + shared, "0.20"));
            node.calls(two, 5);
            assertThat(node.customer("acme").total()).isEqualByComparingTo("3.00");
            assertThat(node.customer("acme").notes()).noneMatch(note -> note.contains("nothing is billed"));
            clock.set("2026-03-10T15:00:00Z");
            node.restart(billed(MONTH + shared, "0.40"));
            node.calls(one, 2);
            assertThat(node.customer("acme").total()).isEqualByComparingTo("3.80");
            assertThat(node.customer("acme").notes()).noneMatch(note -> note.contains("nothing is billed"));
        }
    }

    @Test
    @Tag("4.1.3")
    void customerIsBilledForEditAtCreation() {
        clock.set("2026-03-10T12:18:00Z");
        String shared = ", of: customer";
        try (NodeFixture node = NodeFixture.of(Kept.SQLITE, dir, clock).start(billed(MONTH + shared, PRICE))) {
            String key = node.key(node.license("free@1"));
            node.calls(key, 120);
            node.edit(billed(DAY + shared, PRICE));
            node.calls(key, 5);
            assertThat(node.customer("acme").total()).isEqualByComparingTo("2.50");
        }
    }

    @Test
    @Tag("4.1.3")
    void customerKeepsBudgetThatAnotherPlanHas() {
        String plans = catalog("%s") + """
                  pro@1:
                    features: [forecast.daily]
                    limits:
                      m: { %s }
                """;
        String overage = ", of: customer, overage: { cap: 1000, unit-price: 0.10 USD }";
        try (NodeFixture node = open(Kept.SQLITE, plans.formatted(MONTH + overage, MONTH + overage))) {
            String free = node.key(node.license("free@1"));
            String pro = node.key(node.license("pro@1"));
            clock.set("2026-03-10T14:00:00Z");
            node.calls(free, 60);
            node.calls(pro, 60);
            node.edit(plans.formatted(DAY + overage, MONTH + overage));
            // The month goes on for the other plan.
            assertThat(node.customer("acme").total()).isEqualByComparingTo("2.00");
            node.calls(pro, 1);
            clock.set("2026-03-10T15:00:00Z");
            node.edit(plans.formatted(DAY + overage, DAY + overage));
            assertThat(node.customer("acme").total()).isEqualByComparingTo("2.10");
            node.calls(free, 2);
            assertThat(node.customer("acme").total()).isEqualByComparingTo("2.30");
        }
    }
}
