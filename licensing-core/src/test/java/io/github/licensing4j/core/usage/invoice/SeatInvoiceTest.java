package io.github.licensing4j.core.usage.invoice;

import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.at;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.license;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.usage.invoice.InvoiceSamples.Life;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests lines of seats: which days are billed, at which price, in which period. */
class SeatInvoiceTest {
    private static final SeatCounter USERS = new SeatCounter("seats", Holder.USER);
    private static final SeatCounter DEVICES = new SeatCounter("devices", Holder.DEVICE);
    private static final String NO_DEVICES = "devices: days of 0 devices, in a period of 31 days: 0 × 2.50 = 0.00";

    private static SeatHolding user(String name, String from, String to) {
        return new SeatHolding(USERS, name, at(from), at(to));
    }

    private static SeatHolding endless(SeatCounter counter, String name, String from) {
        return new SeatHolding(counter, name, at(from), Seat.ENDLESS);
    }

    private static Life team(String plan) {
        return new Life(license(plan));
    }

    private static Life anchored(String anchor, String zone) {
        return new Life(license(PlanId.parse("team@1"), anchor, zone));
    }

    private static List<String> seats(Invoice invoice) {
        return invoice.lines().stream()
                .filter(line -> line.kind() == Kind.SEATS)
                .map(line -> line.description() + ": " + line.quantity().toPlainString() + " × " + line.unitPrice()
                        + " = " + line.amount().toPlainString())
                .toList();
    }

    @Test
    void billsDaysOfAllHolders() {
        Invoice invoice = team("team@1")
                .holding(
                        "2026-04-02T00:00:00Z",
                        user("ann", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"),
                        user("bob", "2026-03-10T12:00:00Z", "2026-03-11T12:00:00Z"),
                        user("bob", "2026-03-11T13:00:00Z", "2026-03-12T00:00:00Z"),
                        endless(DEVICES, "phone", "2026-03-31T10:00:00Z"))
                .invoice("2026-03-20T00:00:00Z");
        // 33 of 31 days at 9.00 are 9.5806…, 1 at 2.50 is 0.0806….
        assertThat(seats(invoice))
                .containsExactly(
                        "devices: days of 1 device, in a period of 31 days: 1 × 2.50 = 0.08",
                        "seats: days of 2 users, in a period of 31 days: 33 × 9.00 = 9.58");
        assertThat(invoice.total()).isEqualTo("19.66");
    }

    @Test
    void billsOpenPeriodUntilNow() {
        Life life = team("team@1").holding("2026-03-03T00:00:00Z", endless(USERS, "ann", "2026-03-01T10:00:00Z"));
        assertThat(seats(life.invoice("2026-03-20T00:00:00Z")))
                .containsExactly(NO_DEVICES, "seats: days of 1 user, in a period of 31 days: 2 × 9.00 = 0.58");
        assertThat(seats(life.invoice("2026-04-20T00:00:00Z")))
                .as("a period that has not begun")
                .isEmpty();
    }

    @Test
    void billsNoDayTwiceOverPeriods() {
        Life life = anchored("2026-01-31T15:30:00Z", "UTC")
                .holding(
                        "2026-05-01T00:00:00Z",
                        user("ann", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z"),
                        user("bob", "2026-01-31T16:00:00Z", "2026-03-31T16:00:00Z"));
        // From 31 January to 27 February, then from 28 February to 30 March, then 31 March.
        assertThat(seats(life.invoice("2026-02-10T00:00:00Z")))
                .contains("seats: days of 1 user, in a period of 28 days: 28 × 9.00 = 9.00");
        assertThat(seats(life.invoice("2026-03-10T00:00:00Z")))
                .contains("seats: days of 2 users, in a period of 31 days: 32 × 9.00 = 9.29");
        assertThat(seats(life.invoice("2026-04-10T00:00:00Z")))
                .contains("seats: days of 1 user, in a period of 30 days: 1 × 9.00 = 0.30");
    }

    @Test
    void daysAreThoseOfTheZone() {
        SeatHolding night = user("ann", "2026-03-28T22:30:00Z", "2026-03-29T22:30:00Z");
        assertThat(seats(anchored("2026-02-28T23:00:00Z", "Europe/Berlin")
                        .holding("2026-05-01T00:00:00Z", night)
                        .invoice("2026-03-10T00:00:00Z")))
                .as("28, 29 with its 23 hours, and 30 March")
                .contains("seats: days of 1 user, in a period of 31 days: 3 × 9.00 = 0.87");
        assertThat(seats(anchored("2026-03-01T00:00:00Z", "UTC")
                        .holding("2026-05-01T00:00:00Z", night)
                        .invoice("2026-03-10T00:00:00Z")))
                .contains("seats: days of 1 user, in a period of 31 days: 2 × 9.00 = 0.58");
    }

    @Test
    void planAtEndOfDayBillsIt() {
        Life life = team("team@1")
                .carried("team-pro@1", "2026-03-11T12:00:00Z")
                .holding(
                        "2026-05-01T00:00:00Z",
                        user("ann", "2026-03-01T00:00:00Z", "2026-03-21T00:00:00Z"),
                        endless(DEVICES, "phone", "2026-03-01T00:00:00Z"));
        // The limit is renamed, and goes on at another price; devices have none any more.
        assertThat(seats(life.invoice("2026-03-20T00:00:00Z")))
                .containsExactly(
                        "devices: days of 1 device, in a period of 31 days: 10 × 2.50 = 0.81",
                        "people: days of 1 user, in a period of 31 days: 10 × 15.00 = 4.84",
                        "seats: days of 1 user, in a period of 31 days: 10 × 9.00 = 2.90");
        assertThat(seats(team("team@1")
                        .prorated("team-pro@1", "2026-03-11T12:00:00Z")
                        .holding("2026-05-01T00:00:00Z", user("ann", "2026-03-01T00:00:00Z", "2026-03-21T00:00:00Z"))
                        .invoice("2026-03-20T00:00:00Z")))
                .as("by whole days, however usage is treated")
                .contains(
                        "people: days of 1 user, in a period of 31 days: 10 × 15.00 = 4.84",
                        "seats: days of 1 user, in a period of 31 days: 10 × 9.00 = 2.90");
    }

    @Test
    void freshStartBillsDayInNextPeriod() {
        Life life = team("team@1")
                .fresh("team-pro@1", "2026-03-11T12:00:00Z")
                .holding("2026-05-01T00:00:00Z", user("ann", "2026-03-10T00:00:00Z", "2026-03-12T00:00:00Z"));
        assertThat(seats(life.invoice("2026-03-11T11:00:00Z")))
                .contains("seats: days of 1 user, in a period of 31 days: 1 × 9.00 = 0.29");
        assertThat(seats(life.invoice("2026-03-11T13:00:00Z")))
                .containsExactly("people: days of 1 user, in a period of 31 days: 1 × 15.00 = 0.48");
    }

    @Test
    void otherBillingPeriodHasOtherPrice() {
        Life life = team("team@1")
                .carried("team-year@1", "2026-03-11T00:00:00Z")
                .holding("2026-05-01T00:00:00Z", user("ann", "2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z"));
        assertThat(seats(life.invoice("2026-03-10T00:00:00Z")))
                .contains("seats: days of 1 user, in a period of 31 days: 10 × 9.00 = 2.90");
        assertThat(seats(life.invoice("2026-03-20T00:00:00Z")))
                .contains("seats: days of 1 user, in a period of 365 days: 20 × 9.00 = 0.49");
    }

    @Test
    void planWithoutPriceIsBilledByMonths() {
        assertThat(seats(team("team-free@1")
                        .holding("2026-05-01T00:00:00Z", user("ann", "2026-03-01T00:00:00Z", "2026-03-11T00:00:00Z"))
                        .invoice("2026-03-10T00:00:00Z")))
                .contains("seats: days of 1 user, in a period of 31 days: 10 × 3.00 = 0.97");
    }

    @Test
    void trialIsFree() {
        Life life = new Life(license("team-trial@1")
                        .edit(at("2026-03-01T00:00:00Z"))
                        .trial(new Trial(at("2026-03-15T12:00:00Z"), PlanId.parse("team@1")))
                        .done())
                .holding(
                        "2026-05-01T00:00:00Z",
                        user("ann", "2026-03-10T00:00:00Z", "2026-03-15T11:00:00Z"),
                        user("bob", "2026-03-15T11:00:00Z", "2026-03-15T12:00:00.001Z"));
        Invoice trial = life.invoice("2026-03-10T00:00:00Z");
        assertThat(seats(trial))
                .containsExactly(
                        "devices: days of 0 devices, in a period of 31 days, on trial: 0 × null = 0",
                        "seats: days of 1 user, in a period of 31 days, on trial: 5 × null = 0");
        assertThat(trial.total()).isZero();
        assertThat(seats(life.invoice("2026-03-20T00:00:00Z")))
                .as("who left before the end of the trial")
                .containsExactly(NO_DEVICES, "seats: days of 1 user, in a period of 31 days: 1 × 9.00 = 0.29");
    }

    @Test
    void seatsAreBilledUntilLicenseEnds() {
        Life life = team("team@1")
                .then(license("team@1")
                        .edit(at("2026-03-10T15:00:00Z"))
                        .cancelledAt(at("2026-03-10T15:00:00Z"))
                        .done())
                .holding(
                        "2026-05-01T00:00:00Z",
                        endless(USERS, "ann", "2026-03-10T00:00:00Z"),
                        user("bob", "2026-03-10T15:00:00Z", "2026-03-11T00:00:00Z"));
        assertThat(seats(life.invoice("2026-03-20T00:00:00Z")))
                .containsExactly("seats: days of 1 user, in a period of 31 days: 1 × 9.00 = 0.29");
        assertThat(seats(life.invoice("2026-04-20T00:00:00Z"))).isEmpty();
    }

    @Test
    void dayOnWhichLicenseEndsIsOfItsLastPeriod() {
        Life life = anchored("2026-01-10T15:30:00Z", "UTC")
                .then(license(PlanId.parse("team@1"), "2026-01-10T15:30:00Z", "UTC")
                        .edit(at("2026-01-10T15:30:00Z"))
                        .expiresAt(at("2026-03-10T15:30:00Z"))
                        .done())
                .holding("2026-05-01T00:00:00Z", endless(USERS, "ann", "2026-03-09T00:00:00Z"));
        assertThat(seats(life.invoice("2026-03-01T00:00:00Z")))
                .contains("seats: days of 1 user, in a period of 28 days: 2 × 9.00 = 0.64");
        assertThat(seats(life.invoice("2026-03-11T00:00:00Z"))).isEmpty();
    }

    @Test
    void holderOfTwoLimitsIsBilledForBoth() {
        Life life = team("team@1")
                .holding(
                        "2026-05-01T00:00:00Z",
                        user("tablet", "2026-03-10T00:00:00Z", "2026-03-10T12:00:00Z"),
                        new SeatHolding(DEVICES, "tablet", at("2026-03-10T12:00:00Z"), at("2026-03-11T12:00:00Z")));
        assertThat(seats(life.invoice("2026-03-20T00:00:00Z")))
                .containsExactly(
                        "devices: days of 1 device, in a period of 31 days: 2 × 2.50 = 0.16",
                        "seats: days of 1 user, in a period of 31 days: 1 × 9.00 = 0.29");
    }

    @Test
    void contractChangesPrice() {
        Life life = team("team@1")
                .overriding(
                        "{\"limits\": {\"seats\": {\"unit-price\": \"6.00 USD\", \"max\": 1}}}", "2026-03-11T00:00:00Z")
                .overriding("{\"limits\": {\"seats\": {\"unit-price\": \"none\"}}}", "2026-03-21T00:00:00Z")
                .holding(
                        "2026-05-01T00:00:00Z",
                        endless(USERS, "ann", "2026-03-01T00:00:00Z"),
                        endless(USERS, "bob", "2026-03-01T00:00:00Z"));
        assertThat(seats(life.invoice("2026-03-20T00:00:00Z")))
                .as("a lowered maximum takes no seat away")
                .containsExactly(
                        NO_DEVICES,
                        "seats: days of 2 users, in a period of 31 days: 20 × 6.00 = 3.87",
                        "seats: days of 2 users, in a period of 31 days: 20 × 9.00 = 5.81");
    }

    @Test
    void notesStoreWithoutSeats() {
        Invoice invoice = Invoicing.preview(new InvoiceInput(
                license("team@1"),
                List.of(),
                CatalogTimeline.of(InvoiceSamples.CATALOG),
                at("2026-03-20T00:00:00Z"),
                List.of(),
                List.of(),
                List.of(),
                meter -> 0,
                new HeldSeats(List.of(), Instant.parse("2026-03-20T00:00:00Z"), false),
                ClosedBills.none()));
        assertThat(seats(invoice)).isEmpty();
        assertThat(invoice.notes()).contains("The license store does not store seats, so their price is not billed.");
    }
}
