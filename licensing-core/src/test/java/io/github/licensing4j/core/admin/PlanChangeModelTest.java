package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.RandomCases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random chains of plan changes, overrides and chains of renamed limits, against a model that counts each second. */
@Tag("rule-3.7")
@Tag("4.1.2")
@Tag("4.1.6")
@Tag("4.1.7")
@Tag("4.1.8")
class PlanChangeModelTest {
    @Test
    void amountsAndInvoicesMatchModel() {
        RandomCases.run(400, random -> new PlanChangeHistory(random).play());
    }

    @Test
    @Tag("proof")
    void manyAmountsAndInvoicesMatchModel() {
        RandomCases.run(100_000, random -> new PlanChangeHistory(random).play());
    }
}
