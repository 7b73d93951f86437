package io.github.licensing4j.core.usage.invoice;

import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.license;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.core.RandomCases;
import io.github.licensing4j.core.usage.invoice.InvoiceSamples.Life;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Compares lines of seats with a simulation that looks every quarter of an hour who holds a seat, over random lives of a license. */
class SeatInvoiceModelTest {
    private static final SeatCounter USERS = new SeatCounter("seats", SeatsLimit.Holder.USER);
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final int STEPS = 100 * 96;
    private static final int CASES = 100;

    /** A random life: a license from an anchor, one change of its plan, and who holds seats. */
    private record World(ZoneId zone, Instant anchor, Instant change, Instant now, List<SeatHolding> holdings) {
        static World random(RandomGenerator random) {
            ZoneId zone = ZoneId.of(RandomCases.any(
                    random, "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"));
            Instant anchor = Instant.parse(RandomCases.any(
                    random,
                    "2028-01-31T00:00:00Z",
                    "2026-01-31T15:30:00Z",
                    "2026-02-28T23:00:00Z",
                    "2026-09-30T22:00:00Z",
                    "2026-10-15T04:45:00Z"));
            Instant change = anchor.plus(STEP.multipliedBy(RandomCases.between(random, 1, STEPS)));
            Instant now = anchor.plus(STEP.multipliedBy(RandomCases.between(random, 0, STEPS)));
            List<SeatHolding> holdings = RandomCases.list(random, 12, any -> holding(anchor, any));
            return new World(zone, anchor, change, now, holdings);
        }

        private static SeatHolding holding(Instant anchor, RandomGenerator random) {
            Instant from = anchor.plus(STEP.multipliedBy(random.nextInt(STEPS)));
            long steps = RandomCases.any(random, 1, 20, 96, 1_000, STEPS);
            return new SeatHolding(
                    USERS,
                    RandomCases.any(random, "ann", "bob", "eve"),
                    from,
                    from.plus(STEP.multipliedBy(RandomCases.between(random, 0, steps))));
        }

        Invoice invoice(Instant at) {
            return new Life(license(PlanId.parse("team@1"), anchor.toString(), zone.getId()))
                    .carried("team-pro@1", change.toString())
                    .holding(now.toString(), holdings.toArray(SeatHolding[]::new))
                    .invoice(at.toString());
        }

        private Instant end(LocalDate day) {
            return day.plusDays(1).atStartOfDay(zone).toInstant();
        }

        private Instant period(int number) {
            return anchor.atZone(zone).plusMonths(number).toInstant();
        }

        private boolean isOf(int period, LocalDate day) {
            return end(day).isAfter(period(period)) && !end(day).isAfter(period(period + 1));
        }

        /** Returns the days on which a holder held a seat. */
        private Set<LocalDate> days(String holder) {
            Set<LocalDate> days = new TreeSet<>();
            List<SeatHolding> own =
                    holdings.stream().filter(one -> one.holder().equals(holder)).toList();
            for (Instant at = anchor; at.isBefore(now); at = at.plus(STEP)) {
                for (SeatHolding one : own) {
                    if (!at.isBefore(one.from()) && at.isBefore(one.to())) {
                        days.add(at.atZone(zone).toLocalDate());
                    }
                }
            }
            return days;
        }

        private int length(int period) {
            int length = 0;
            LocalDate first = period(period).atZone(zone).toLocalDate();
            for (int i = 0; i < 40; i++) {
                length += isOf(period, first.plusDays(i)) ? 1 : 0;
            }
            return length;
        }

        /** Returns the days and the amount at each price, of a period. */
        Map<String, String> simulated(int period) {
            Map<String, Integer> counted = new TreeMap<>();
            for (String holder : List.of("ann", "bob", "eve")) {
                days(holder).stream().filter(day -> isOf(period, day)).forEach(day -> {
                    counted.merge(end(day).isAfter(change) ? "15.00" : "9.00", 1, Integer::sum);
                });
            }
            Map<String, String> amounts = new TreeMap<>();
            counted.forEach((price, days) -> amounts.put(
                    price,
                    days + " "
                            + new BigDecimal(price)
                                    .multiply(BigDecimal.valueOf(days))
                                    .divide(BigDecimal.valueOf(length(period)), 2, RoundingMode.HALF_EVEN)));
            return amounts;
        }
    }

    private static Map<String, String> billed(Invoice invoice) {
        Map<String, String> amounts = new TreeMap<>();
        invoice.lines().stream()
                .filter(line -> line.kind() == Kind.SEATS && line.quantity().signum() > 0)
                .forEach(line -> amounts.put(
                        String.valueOf(line.unitPrice()), line.quantity().toPlainString() + " " + line.amount()));
        return amounts;
    }

    @Test
    void billsWhatSimulationCounts() {
        List<Boolean> billed = new ArrayList<>();
        RandomCases.run(CASES, random -> {
            World world = World.random(random);
            for (int period = 0; period < 3; period++) {
                Map<String, String> expected = world.simulated(period);
                assertThat(billed(world.invoice(world.period(period))))
                        .as("%s", world)
                        .isEqualTo(expected);
                billed.add(!expected.isEmpty());
            }
        });
        assertThat(billed).as("cases with seats, and without").contains(true, false);
    }
}
