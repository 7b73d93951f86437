package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Seats.SeatRequest;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.core.NodeFixture.Kept;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine bills the days on which users hold seats, over changes of plan and catalog. */
class SeatBillingTest {
    private static final String JUNE = "2026-06-10T00:00:00Z";
    private static final String JULY = "2026-07-10T00:00:00Z";

    @TempDir
    Path dir;

    private NodeFixture open(Kept kept) {
        return NodeFixture.of(kept, dir, "2026-06-01T00:00:00Z").start(catalog("9.00 USD", "15.00 USD"));
    }

    private static String catalog(String team, String pro) {
        return """
                catalog: weather-api
                plans:
                  team@1:
                    price: { amount: 10.00 USD, per: P1M }
                    limits:
                      seats: { kind: seats, of: user, max: 3, lease: P1D, unit-price: %s }
                  pro@1:
                    price: { amount: 40.00 USD, per: P1M }
                    limits:
                      people: { was: seats, kind: seats, of: user, max: 1, lease: P1D, unit-price: %s }
                """.formatted(team, pro);
    }

    private static void call(NodeFixture node, String key, String at, String user) {
        node.clock.set(at);
        assertThat(SeatCalls.call(node.engine(), key, user)).isEqualTo("granted");
    }

    private static List<String> seats(Invoice invoice) {
        return invoice.lines().stream()
                .filter(line -> line.kind() == Kind.SEATS)
                .map(line ->
                        line.description() + ": " + line.quantity() + " × " + line.unitPrice() + " = " + line.amount())
                .toList();
    }

    private static List<String> seats(NodeFixture node, String license, @Nullable String at) {
        return seats(node.invoice(license, at));
    }

    /** Uses seats in June: on 5 days at 9.00, on one day at 6.00 after an edit, and on 2 days at 15.00 after a change of plan. */
    private static String june(NodeFixture node) {
        String license = node.license("team@1");
        String key = node.key(license);
        call(node, key, "2026-06-01T12:00:00Z", "ann");
        call(node, key, "2026-06-01T18:00:00Z", "ann");
        call(node, key, "2026-06-05T00:00:00Z", "ann");
        node.clock.set("2026-06-10T06:00:00Z");
        SeatView assigned = node.admin().seats().assign(license, new SeatRequest("seats", "bob"), BY);
        assertThat(assigned.freeAt()).isEqualTo("2026-06-11T06:00:00Z");
        node.clock.set("2026-06-10T08:00:00Z");
        SeatView released = node.admin().seats().release(license, new SeatRequest("seats", "bob"), BY);
        assertThat(released.releasedAt()).isEqualTo("2026-06-10T08:00:00Z");
        call(node, key, "2026-06-10T09:00:00Z", "eve");
        node.clock.set("2026-06-11T00:00:00Z");
        node.edit(catalog("6.00 USD", "15.00 USD"));
        call(node, key, "2026-06-20T00:00:00Z", "ann");
        node.clock.set("2026-06-20T12:00:00Z");
        node.changePlan(license, "pro@1", UsageTreatment.CARRY);
        call(node, key, "2026-06-30T12:00:00Z", "ann");
        return license;
    }

    @InEveryStore
    void billsTwoPeriodsByTermsOfEachDay(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            // ann on 1, 2 (not in a call, but in her lease) and 5 June, bob and eve on the 10th; eve until the 11th.
            List<String> june = List.of(
                    "people: days of 1 user, in a period of 30 days: 2 × 15.00 = 1.00",
                    "seats: days of 1 user, in a period of 30 days: 1 × 6.00 = 0.20",
                    "seats: days of 3 users, in a period of 30 days: 5 × 9.00 = 1.50");
            node.clock.set("2026-06-30T18:00:00Z");
            assertThat(seats(node, license, null)).isEqualTo(june);
            assertThat(node.invoice(license, null).total()).isEqualTo("42.70");
            node.clock.set("2026-07-02T00:00:00Z");
            node.store.expire(node.clock.instant());
            Invoice closed = node.invoice(license, JUNE);
            assertThat(closed.closedAt()).isEqualTo(node.clock.instant());
            assertThat(seats(closed)).isEqualTo(june);
            node.edit(catalog("1.00 USD", "31.00 USD"));
            call(node, node.key(license), "2026-07-02T00:00:01Z", "joe");
            node.clock.set("2026-07-02T18:00:00Z");
            List<String> july = List.of(
                    "people: days of 1 user, in a period of 31 days: 1 × 15.00 = 0.48",
                    "people: days of 1 user, in a period of 31 days: 1 × 31.00 = 1.00");
            assertThat(seats(node, license, JULY))
                    .as("1 July is of the lease of June")
                    .isEqualTo(july);
            node.clock.set("2026-08-02T00:00:00Z");
            assertThat(seats(node, license, JULY))
                    .containsExactly(july.get(0), "people: days of 1 user, in a period of 31 days: 2 × 31.00 = 2.00");
            assertThat(seats(node, license, JUNE)).isEqualTo(june);
            assertThat(seats(node, license, null))
                    .containsExactly("people: days of 0 users, in a period of 31 days: 0 × 31.00 = 0.00");
        }
    }

    @Test
    void sweepMakesInvoicesWithSeatsFinal() {
        try (NodeFixture node = open(Kept.SQLITE)) {
            String license = june(node);
            node.clock.set("2026-07-03T00:00:00Z");
            node.tend();
            node.edit(catalog("1.00 USD", "99.00 USD"));
            Invoice closed = node.invoice(license, JUNE);
            assertThat(closed.closedAt()).isEqualTo("2026-07-03T00:00:00Z");
            assertThat(closed.total()).isEqualTo("42.70");
        }
    }

    @Test
    void seatsOutliveTheirHolderAndProcess() {
        try (NodeFixture node = open(Kept.SQLITE)) {
            String license = june(node);
            node.clock.set("2026-06-30T23:00:00Z");
            node.store.expire(node.clock.instant());
            String text = catalog("6.00 USD", "15.00 USD");
            node.restart(text);
            assertThat(node.invoice(license, null).total()).isEqualTo("42.70");
        }
    }

    @Test
    void refusesOtherCurrencyWithinPeriod() {
        try (NodeFixture node = open(Kept.MEMORY)) {
            String license = node.license("team@1");
            node.clock.set("2026-06-05T00:00:00Z");
            String euros =
                    "{\"price\": {\"amount\": \"10.00 EUR\", \"per\": \"P1M\"}, \"limits\": {\"seats\": {\"unit-price\": \"9.00 EUR\"}}}";
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> node.override(license, euros))
                    .withMessageContaining("would be billed in EUR");
            assertThat(node.invoice(license, null).total()).isEqualTo("10.00");
        }
    }
}
