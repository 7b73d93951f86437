package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Page;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import java.util.ArrayList;
import java.util.List;

/** The usage ledger of a store that the contracts test; empty before each test. */
public interface LedgerUnderTest extends StoreUnderTest {
    /** Returns the ledger of the store. */
    default UsageLedger ledger() {
        return store().usage();
    }

    /** Adds up the units that a query finds on its first page. */
    default long units(UsageQuery query) {
        return ledger().usage(query).items().stream()
                .mapToLong(UsageTotal::units)
                .sum();
    }

    /** Reads page by page, checking the size of each page. */
    default List<UsageTotal> paged(UsageQuery query, int max) {
        List<UsageTotal> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<UsageTotal> page = ledger().usage(SampleUsage.page(query, cursor, max));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(max);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }
}
