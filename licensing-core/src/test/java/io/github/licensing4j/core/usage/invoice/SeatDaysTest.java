package io.github.licensing4j.core.usage.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.usage.invoice.SeatDays.Day;
import io.github.licensing4j.core.usage.invoice.SeatDays.Holder;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the arithmetic of days on which seats are held. */
class SeatDaysTest {
    private static final SeatCounter USERS = new SeatCounter("seats", SeatsLimit.Holder.USER);
    private static final SeatCounter DEVICES = new SeatCounter("seats", SeatsLimit.Holder.DEVICE);
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    private static SeatHolding held(String holder, String from, String to) {
        return new SeatHolding(USERS, holder, Instant.parse(from), Instant.parse(to));
    }

    /** Returns the days of March. */
    private static List<Day> march(String zone) {
        ZoneId of = ZoneId.of(zone);
        List<Day> days = new ArrayList<>();
        for (LocalDate date = LocalDate.of(2026, 3, 1); date.getMonthValue() == 3; date = date.plusDays(1)) {
            days.add(new Day(
                    date.atStartOfDay(of).toInstant(),
                    date.plusDays(1).atStartOfDay(of).toInstant()));
        }
        return days;
    }

    private static Map<Holder, BitSet> held(List<Day> days, SeatHolding... holdings) {
        return SeatDays.held(days, List.of(holdings), LATER);
    }

    private static BitSet days(int... indexes) {
        BitSet days = new BitSet();
        for (int index : indexes) {
            days.set(index);
        }
        return days;
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z, 31",
        "UTC, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z, 28",
        // A leap year, and the year with its 29th of February.
        "UTC, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z, 29",
        "UTC, 2028-01-01T00:00:00Z, 2029-01-01T00:00:00Z, 366",
        // From the 31st in the afternoon to the 28th: the day of the end is of the next period.
        "UTC, 2026-01-31T15:30:00Z, 2026-02-28T15:30:00Z, 28",
        "UTC, 2026-02-28T15:30:00Z, 2026-03-31T15:30:00Z, 31",
        // Days of 23 and of 25 hours.
        "Europe/Berlin, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, 31",
        "Europe/Berlin, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z, 31",
        "Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 1",
        // Where midnight does not exist on the day on which clocks change.
        "America/Asuncion, 2024-10-05T04:00:00Z, 2024-10-07T03:00:00Z, 2",
        // Half a day that no day ends in is still billed as one.
        "UTC, 2026-03-01T01:00:00Z, 2026-03-01T13:00:00Z, 1",
    })
    void countsDaysThatEndInPeriod(String zone, String from, String to, int days) {
        assertThat(SeatDays.count(Instant.parse(from), Instant.parse(to), ZoneId.of(zone)))
                .isEqualTo(days);
    }

    @Test
    void countsDayOnceForEachHolder() {
        assertThat(held(
                        march("UTC"),
                        held("ann", "2026-03-05T08:00:00Z", "2026-03-05T09:00:00Z"),
                        held("ann", "2026-03-05T10:00:00Z", "2026-03-05T10:00:00.001Z"),
                        held("ann", "2026-03-05T23:59:59.999Z", "2026-03-06T00:00:00Z"),
                        held("bob", "2026-03-05T12:00:00Z", "2026-03-07T12:00:00Z")))
                .containsOnly(
                        Map.entry(new Holder(USERS, "ann"), days(4)),
                        Map.entry(new Holder(USERS, "bob"), days(4, 5, 6)));
    }

    @Test
    void endIsNotHeld() {
        assertThat(held(march("UTC"), held("ann", "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z")))
                .containsOnly(Map.entry(new Holder(USERS, "ann"), days(4)));
        assertThat(held(march("UTC"), held("ann", "2026-03-05T08:00:00Z", "2026-03-05T08:00:00Z")))
                .as("for no time")
                .isEmpty();
    }

    @Test
    void countsOnlyDaysOfPeriod() {
        assertThat(held(
                        march("UTC"),
                        held("ann", "2026-01-05T00:00:00Z", "2026-03-01T00:00:00Z"),
                        held("bob", "2026-02-27T00:00:00Z", "2026-03-01T00:00:00.001Z"),
                        held("eve", "2026-03-31T23:59:59.999Z", "2026-05-01T00:00:00Z"),
                        held("joe", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z")))
                .containsOnly(
                        Map.entry(new Holder(USERS, "bob"), days(0)), Map.entry(new Holder(USERS, "eve"), days(30)));
    }

    @Test
    void countsSeatWithoutEndUntilNow() {
        SeatHolding endless = new SeatHolding(USERS, "ann", Instant.parse("2026-03-30T10:00:00Z"), Seat.ENDLESS);
        assertThat(SeatDays.held(march("UTC"), List.of(endless), Instant.parse("2026-03-31T00:00:00Z")))
                .containsOnly(Map.entry(new Holder(USERS, "ann"), days(29)));
        assertThat(SeatDays.held(march("UTC"), List.of(endless), Instant.parse("2026-03-31T00:00:00.001Z")))
                .containsOnly(Map.entry(new Holder(USERS, "ann"), days(29, 30)));
        assertThat(SeatDays.held(march("UTC"), List.of(endless), Instant.parse("2026-03-30T10:00:00Z")))
                .isEmpty();
        assertThat(held(march("UTC"), endless)).containsOnly(Map.entry(new Holder(USERS, "ann"), days(29, 30)));
    }

    @Test
    void dayIsThatOfZone() {
        SeatHolding evening = held("ann", "2026-03-28T22:30:00Z", "2026-03-28T23:30:00Z");
        assertThat(held(march("UTC"), evening)).containsOnly(Map.entry(new Holder(USERS, "ann"), days(27)));
        assertThat(held(march("Europe/Berlin"), evening))
                .containsOnly(Map.entry(new Holder(USERS, "ann"), days(27, 28)));
        assertThat(held(
                        march("Europe/Berlin"),
                        held("ann", "2026-03-29T21:59:59.999Z", "2026-03-29T22:00:00Z"),
                        held("bob", "2026-03-29T22:00:00Z", "2026-03-29T22:00:00.001Z")))
                .as("the day of 23 hours ends an hour earlier")
                .containsOnly(
                        Map.entry(new Holder(USERS, "ann"), days(28)), Map.entry(new Holder(USERS, "bob"), days(29)));
    }

    @Test
    void separatesKindsOfHolders() {
        SeatHolding user = held("a", "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z");
        assertThat(held(march("UTC"), user, new SeatHolding(DEVICES, "a", user.from(), user.to())))
                .containsOnlyKeys(new Holder(USERS, "a"), new Holder(DEVICES, "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "31, 31, 9.00, 9.00",
        "0, 31, 9.00, 0.00",
        "1, 31, 9.00, 0.29",
        "46, 31, 9.00, 13.35",
        // 0.125 and 0.375: half to the even cent.
        "1, 28, 3.50, 0.12",
        "3, 28, 3.50, 0.38",
        "999999, 30, 0.000001, 0.03",
        "31000000, 31, 999999999.99, 999999999990000.00",
    })
    void dividesPriceExactly(long seatDays, long length, String price, String amount) {
        assertThat(SeatDays.amount(seatDays, length, new BigDecimal(price)).setScale(2, RoundingMode.HALF_EVEN))
                .isEqualTo(amount);
    }

    @Test
    void leapDayIsDayLikeOthers() {
        Instant begin = LocalDate.of(2028, 2, 29).atStartOfDay(ZoneOffset.UTC).toInstant();
        Day leap = new Day(begin, begin.plusSeconds(86_400));
        assertThat(held(List.of(leap), held("ann", "2028-02-29T12:00:00Z", "2028-03-01T12:00:00Z")))
                .as("not beyond now")
                .isEmpty();
        assertThat(SeatDays.held(
                        List.of(leap),
                        List.of(held("ann", "2028-02-29T12:00:00Z", "2028-03-01T12:00:00Z")),
                        Instant.parse("2028-04-01T00:00:00Z")))
                .containsOnly(Map.entry(new Holder(USERS, "ann"), days(0)));
    }
}
