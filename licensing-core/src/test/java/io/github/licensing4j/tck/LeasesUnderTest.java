package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;

import io.github.licensing4j.spi.StoreChange;

/** The leases of a store that the contracts test; empty before each test. */
public interface LeasesUnderTest extends LedgerUnderTest {
    /** Returns the leased units of the monthly quota. */
    default long leased() {
        return store().leases().leased(LICENSE, MONTHLY, MARCH);
    }

    /** Returns the units of the monthly quota in the ledger. */
    default long used() {
        return ledger().counted(LICENSE, MONTHLY, MARCH);
    }

    /** Enters a correction of the monthly quota. */
    default void correct(String id, long units) {
        store().commit(StoreChange.builder()
                .correction(SampleUsage.correction(id, SampleUsage.HOUR, units, SampleUsage.monthly(units)))
                .build());
    }
}
