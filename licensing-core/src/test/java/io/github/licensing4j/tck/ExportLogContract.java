package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.PRO;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.correction;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of the export events of a usage ledger. */
public interface ExportLogContract extends LedgerUnderTest {
    @Test
    default void drawsOnlyEndedHours() {
        ExportLog exports = ledger().exports();
        ledger().commit(batch(NODE, 0, 1, row(HOUR, 7), row(HOUR.plusSeconds(3600), 1)));
        assertThat(exports.createEvents("x", HOUR.plusSeconds(3599), NOW, 100)).isZero();
        assertThat(exports.createEvents("x", HOUR.plusSeconds(3600), NOW, 100)).isEqualTo(1);
        assertThat(exports.createEvents("x", HOUR.plusSeconds(3600), NOW, 100)).isZero();
        String id = exports.due("x", NOW, 1).get(0).id();
        assertThat(id).isNotBlank();
        assertThat(exports.due("x", NOW, 10))
                .containsExactly(new ExportEvent(
                        id,
                        "x",
                        LICENSE,
                        "acme",
                        "calls",
                        new ExportEvent.Hour(HOUR, HOUR.plusSeconds(3600)),
                        1,
                        7,
                        ExportEvent.Unit.UNKNOWN,
                        new ExportEvent.Delivery(NOW, 0, NOW, null)));
        assertThat(exports.due("y", NOW, 10)).isEmpty();
        assertThat(exports.createEvents("x", HOUR.plusSeconds(7200), NOW, 100)).isEqualTo(1);
        assertThat(exports.waiting("x")).isEqualTo(2);
    }

    @Test
    default void returnsUnitOfMeterDeclaredLater() {
        ExportLog exports = ledger().exports();
        ledger().commit(batch(NODE, 0, 1, row(HOUR, 1_500)));
        exports.createEvents("x", LATER, NOW, 100);
        assertThat(exports.due("x", NOW, 10))
                .extracting(ExportEvent::quantity)
                .containsExactly(Quantity.smallest(1_500));
        ledger().declare(List.of(new Meter("calls", "s", 3, null)));
        assertThat(exports.due("x", NOW, 10))
                .extracting(ExportEvent::quantity)
                .containsExactly(Quantity.of("1.5", "s"));
        exports.dead(List.of(exports.due("x", NOW, 1).get(0).id()), "refused");
        assertThat(exports.deadLetters(null, 10).items())
                .extracting(ExportEvent::unit)
                .containsExactly(new ExportEvent.Unit("s", 3));
    }

    @Test
    default void drawsLateUsageAsRevision() {
        ExportLog exports = ledger().exports();
        ledger().commit(batch(NODE, 0, 1, row(HOUR, 7)));
        exports.createEvents("x", LATER, NOW, 100);
        ledger().commit(batch(NODE, 1, 2, row(HOUR, 5)));
        store().commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, -20))
                .build());
        assertThat(exports.createEvents("x", LATER, NOW, 100)).isEqualTo(1);
        ledger().commit(batch(NODE, 2, 3, row(HOUR, 1)));
        store().commit(StoreChange.builder()
                .correction(correction("cor_2", HOUR, -1))
                .build());
        assertThat(exports.createEvents("x", LATER, NOW, 100)).isZero();
        // The clock has been set back: closed hours stay closed.
        store().commit(StoreChange.builder()
                .correction(correction("cor_3", HOUR, 2))
                .build());
        assertThat(exports.createEvents("x", HOUR, NOW, 100)).isIn(0, 1);
        exports.createEvents("x", LATER, NOW, 100);
        assertThat(exports.due("x", NOW, 10))
                .extracting(event -> event.revision() + ": " + event.units())
                .containsExactlyInAnyOrder("1: 7", "2: -15", "3: 2");
        assertThat(exports.createEvents("y", LATER, NOW, 100)).isEqualTo(1);
        assertThat(exports.due("y", NOW, 10)).extracting(ExportEvent::units).containsExactly(-6L);
    }

    @Test
    default void drawsEverythingInParts() {
        List<UsageRow> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(row(new LicenseId(ISSUER, "lic_" + i % 7), HOUR.plusSeconds(3600L * (i / 7)), 1));
        }
        ledger().commit(batch(NODE, 0, 1, rows.toArray(UsageRow[]::new)));
        int made = 0;
        for (int i = 0; i < 50; i++) {
            made += ledger().exports().createEvents("x", LATER, NOW, 3);
            // Meanwhile usage is added before and after the current position.
            ledger().commit(batch(
                    NODE, i + 1, i + 2, row(HOUR, 1), row(HOUR.plusSeconds(3600 * 14), 1), row(LATER, 1)));
        }
        made += ledger().exports().createEvents("x", LATER, NOW, 1_000);
        List<ExportEvent> events = ledger().exports().due("x", NOW, 1_000);
        assertThat(events).hasSize(made);
        assertThat(events.stream().mapToLong(ExportEvent::units).sum()).isEqualTo(200);
        assertThat(new HashSet<>(events.stream().map(ExportEvent::id).toList())).hasSize(made);
        assertThat(ledger().exports().createEvents("x", LATER.plusSeconds(3600), NOW, 1_000))
                .isEqualTo(1);
    }

    @Test
    default void separatesCustomersOfWindow() {
        ledger().commit(batch(
                NODE,
                0,
                1,
                row(HOUR, 7),
                new UsageRow(
                        LICENSE,
                        "new",
                        PRO,
                        "calls",
                        new UsageRow.Origin("", "", 2),
                        UsageKind.CHARGED,
                        HOUR.toEpochMilli(),
                        3,
                        1)));
        assertThat(ledger().exports().createEvents("x", LATER, NOW, 10)).isEqualTo(2);
        List<ExportEvent> events = ledger().exports().due("x", NOW, 10);
        assertThat(events).extracting(ExportEvent::revision).containsExactlyInAnyOrder(1, 2);
        assertThat(events)
                .extracting(event -> event.customer() + event.units())
                .containsExactlyInAnyOrder("acme7", "new3");
    }

    @Test
    default void concurrentDrawsCreateEachEventOnce() throws Exception {
        Store other = otherNode();
        Concurrently.run(4, index -> {
            UsageLedger mine = index % 2 == 0 ? ledger() : other.usage();
            UsageSource source = new UsageSource("node" + index, 1);
            for (int i = 0; i < 15; i++) {
                mine.commit(batch(source, i, i + 1, row(HOUR, 1), row(OTHER, HOUR, 1)));
                mine.exports().createEvents("x", LATER, NOW, 100);
            }
            return 0;
        });
        ledger().exports().createEvents("x", LATER, NOW, 100);
        Map<String, List<ExportEvent>> byLicense = new HashMap<>();
        for (ExportEvent event : ledger().exports().due("x", NOW, 1_000)) {
            byLicense
                    .computeIfAbsent(event.license().value(), name -> new ArrayList<>())
                    .add(event);
        }
        assertThat(byLicense).hasSize(2);
        byLicense.values().forEach(events -> {
            assertThat(events.stream().mapToLong(ExportEvent::units).sum()).isEqualTo(60);
            assertThat(events)
                    .extracting(ExportEvent::revision)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, events.size()).boxed().toList());
        });
    }

    /** Draws three events, of 1, 2 and 4 units, and returns their ids in this order. */
    private List<String> drawThree() {
        ExportLog exports = ledger().exports();
        ledger().commit(batch(
                NODE, 0, 1, row(HOUR, 1), row(HOUR.plusSeconds(3600), 2), row(HOUR.plusSeconds(7200), 4)));
        exports.createEvents("x", LATER, NOW, 100);
        return exports.due("x", NOW, 10).stream().map(ExportEvent::id).toList();
    }

    @Test
    default void eventWaitsUntilDue() {
        ExportLog exports = ledger().exports();
        List<String> ids = drawThree();
        assertThat(exports.due("x", NOW, 2)).extracting(ExportEvent::units).containsExactly(1L, 2L);
        exports.failed(ids.subList(0, 1), NOW.plusSeconds(9), "HTTP 500");
        assertThat(exports.due("x", NOW.plusSeconds(8), 10))
                .extracting(ExportEvent::units)
                .containsExactly(2L, 4L);
        ExportEvent failed = exports.due("x", NOW.plusSeconds(9), 10).get(2);
        assertThat(failed.delivery().attempts()).isEqualTo(1);
        assertThat(failed.delivery().lastError()).isEqualTo("HTTP 500");
        assertThat(exports.waiting("x")).isEqualTo(3);
    }

    @Test
    default void deadEventWaitsUntilReplayed() {
        ExportLog exports = ledger().exports();
        List<String> ids = drawThree();
        exports.failed(ids.subList(0, 1), NOW.plusSeconds(9), "HTTP 500");
        exports.dead(ids.subList(0, 2), "HTTP 400");
        exports.failed(ids.subList(0, 1), NOW, "too late");
        assertThat(exports.waiting("x")).isEqualTo(1);
        Page<ExportEvent> first = exports.deadLetters(null, 1);
        Page<ExportEvent> second = exports.deadLetters(first.next(), 1);
        assertThat(second.next()).isNull();
        assertThat(List.of(first.items().get(0), second.items().get(0)))
                .extracting(ExportEvent::id)
                .containsExactlyInAnyOrderElementsOf(ids.subList(0, 2));
        assertThat(first.items().get(0).delivery().lastError()).isEqualTo("HTTP 400");
        assertThat(exports.replay(ids.subList(0, 1), NOW.plusSeconds(5))).isEqualTo(1);
        assertThat(exports.replay(List.of(ids.get(0), "evt_unknown"), NOW)).isZero();
        ExportEvent again = exports.due("x", NOW.plusSeconds(5), 10).get(1);
        assertThat(again.delivery().attempts()).isZero();
        assertThat(again.delivery().lastError()).isNull();
        assertThat(exports.replay(List.of(), NOW)).isEqualTo(1);
        assertThat(exports.deadLetters(null, 10).items()).isEmpty();
        assertThat(exports.waiting("x")).isEqualTo(3);
    }

    @Test
    default void keepsAcceptedUnitsAsSum() {
        ExportLog exports = ledger().exports();
        ledger().commit(batch(NODE, 0, 1, row(HOUR, 1), row(HOUR.plusSeconds(3600), 2), row(OTHER, HOUR, 4)));
        exports.createEvents("x", LATER, NOW, 100);
        List<String> ids =
                exports.due("x", NOW, 10).stream().map(ExportEvent::id).toList();
        exports.dead(ids.subList(0, 1), "no");
        for (int i = 0; i < 2; i++) {
            exports.accepted(ids, NOW);
            exports.accepted(List.of("evt_unknown"), NOW);
        }
        List<ExportLog.AcceptedUnits> sums = List.of(
                new ExportLog.AcceptedUnits(LICENSE, "calls", 3, 2), new ExportLog.AcceptedUnits(OTHER, "calls", 4, 1));
        assertThat(exports.accepted("x", null, 10).items()).isEqualTo(sums);
        Page<ExportLog.AcceptedUnits> first = exports.accepted("x", null, 1);
        assertThat(exports.accepted("x", first.next(), 1).items()).isEqualTo(sums.subList(1, 2));
        assertThat(exports.accepted("y", null, 1).items()).isEmpty();
        assertThat(exports.waiting("x")).isZero();
        assertThat(exports.replay(List.of(), NOW)).isZero();
        store().expire(NOW.plus(Duration.ofDays(400)));
        assertThat(exports.accepted("x", null, 10).items()).isEqualTo(sums);
        assertThat(exports.createEvents("x", LATER, NOW, 100)).isZero();
        ledger().commit(batch(NODE, 1, 2, row(HOUR, 1)));
        exports.createEvents("x", LATER, NOW, 100);
        assertThat(exports.due("x", NOW, 10)).extracting(ExportEvent::revision).containsExactly(2);
    }
}
