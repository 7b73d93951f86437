package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.InsightStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figures over time of a store that the contracts test. */
public interface InsightsUnderTest extends LedgerUnderTest {
    Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    Instant HOUR = Instant.parse("2026-03-10T12:00:00Z");

    /** Returns the figures of the store. */
    default InsightStore insights() {
        return store().insights().orElseThrow();
    }

    /** Reads page by page, checking the size of each page. */
    default <F> List<InsightGroup<F>> paged(
            Function<InsightQuery, Page<InsightGroup<F>>> read, InsightQuery query, int max) {
        List<InsightGroup<F>> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<InsightGroup<F>> page = read.apply(page(query, cursor, max));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(max);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    static InsightQuery page(InsightQuery query, @Nullable String cursor, int max) {
        return new InsightQuery(
                query.issuer(), query.where(), query.range(), query.by(), query.kind(), query.order(), cursor, max);
    }

    static InsightQuery query(InsightRange range, InsightOrder order, InsightDimension... by) {
        return new InsightQuery(ISSUER, Map.of(), range, Set.of(by), UsageKind.CHARGED, order, null, 100);
    }

    static InsightRange march(InsightStep step) {
        return new InsightRange(MARCH, APRIL, step, step == InsightStep.PERIOD ? List.of(MARCH) : List.of());
    }
}
