package io.github.licensing4j.core.insight.forecast;

import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The charged units of complete UTC days, from a ledger. */
public final class UsageHistory {
    /** The number of days that forecasts are made from. */
    public static final int DAYS = 182;

    private static final int PAGE = 1_000;

    private UsageHistory() {}

    /**
     * Reads the units of each of the last 182 days before today, the oldest first; 0 for days without usage.
     *
     * @param selection names the meter
     */
    public static List<Long> before(LocalDate today, UsageLedger ledger, String issuer, UsageSelection selection) {
        LocalDate first = today.minusDays(DAYS);
        Long[] days = Collections.nCopies(DAYS, 0L).toArray(Long[]::new);
        String cursor = null;
        do {
            Page<UsageTotal> page = ledger.usage(new UsageQuery(
                    issuer,
                    selection,
                    start(first),
                    start(today),
                    Set.of(UsageDimension.DAY),
                    UsageKind.CHARGED,
                    cursor,
                    PAGE));
            for (UsageTotal total : page.items()) {
                days[index(first, total)] = total.units();
            }
            cursor = page.next();
        } while (cursor != null);
        return Stream.of(days).toList();
    }

    private static int index(LocalDate first, UsageTotal total) {
        Instant day = Instant.parse(total.keys().get(UsageDimension.DAY));
        return (int) ChronoUnit.DAYS.between(first, day.atOffset(ZoneOffset.UTC).toLocalDate());
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
