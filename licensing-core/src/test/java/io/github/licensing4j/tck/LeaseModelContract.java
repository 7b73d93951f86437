package io.github.licensing4j.tck;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the leases of 3 sources with a simple model during random changes. */
public interface LeaseModelContract extends LeasesUnderTest {
    @Test
    default void leasesEqualReferenceModel() {
        compareWithModel(150);
    }

    @Test
    @Tag("proof")
    default void leasesEqualReferenceModelOverManySteps() {
        compareWithModel(20_000);
    }

    private void compareWithModel(int steps) {
        LeaseHistory history = new LeaseHistory(this);
        for (int step = 0; step < steps; step++) {
            history.change();
            history.compare();
        }
        history.exhaust();
    }
}
