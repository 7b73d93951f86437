package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.PRO;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.correction;
import static io.github.licensing4j.tck.SampleUsage.grant;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Page;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger.SourceTotal;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a usage ledger with arbitrary text in names and values. */
public interface UsageTextContract extends LedgerUnderTest {
    @ParameterizedTest
    @MethodSource("io.github.licensing4j.tck.HostileTexts#ofNames")
    default void findsUsageByAnyName(String text) {
        LicenseId license = new LicenseId(text, text);
        UsageSource source = new UsageSource(text.substring(0, Math.min(text.length(), 500)), 1);
        CounterId counter = new CounterId(text, text, Limit.Kind.QUOTA, text, Scope.USER, text);
        CounterIncrement increment = CounterIncrement.of(license, counter, MARCH, 3);
        UsageRow row = named(license, text, 3);
        UsageRow alike = named(new LicenseId(text, text + "z"), "z", 1);
        StoredMessage message = new StoredMessage(source.node(), text, NOW, text);
        UsageBatch batch = new UsageBatch(source, 0, 1, List.of(row, alike), List.of(increment));
        SampleUsage.commit(ledger(), batch, changes -> List.of(message));
        assertThat(ledger().position(source)).isEqualTo(1);
        assertThat(ledger().counted(license, counter, MARCH)).isEqualTo(3);
        assertThat(ledger().counters(license, NOW)).containsExactly(increment);
        UsageQuery query = byName(text);
        Map<UsageDimension, String> keys = query.by().stream().collect(Collectors.toMap(by -> by, by -> text));
        assertThat(paged(query, 1)).contains(new UsageTotal(keys, text, 3, 1)).hasSize(2);
        assertThat(ledger().totals(source, null, 1).items().get(0)).isEqualTo(new SourceTotal(license, text, 3, 1));
        Page<SourceTotal> first = ledger().totals(source, null, 1);
        assertThat(ledger().totals(source, first.next(), 1).items()).hasSize(1);
    }

    private static UsageQuery byName(String issuer) {
        return new UsageQuery(
                issuer,
                UsageSelection.all(),
                HOUR,
                LATER,
                Set.of(
                        UsageDimension.LICENSE,
                        UsageDimension.CUSTOMER,
                        UsageDimension.FEATURE,
                        UsageDimension.ENDPOINT),
                UsageKind.CHARGED,
                null,
                10);
    }

    @ParameterizedTest
    @MethodSource("io.github.licensing4j.tck.HostileTexts#ofNames")
    default void exportsUsageOfAnyName(String text) {
        UsageSource source = new UsageSource(text.substring(0, Math.min(text.length(), 500)), 1);
        UsageRow row = named(new LicenseId(text, text), text, 3);
        UsageRow alike = named(new LicenseId(text, text + "z"), "z", 1);
        ledger().commit(batch(source, 0, 1, row, alike));
        ledger().exports().createEvents(source.node(), LATER, NOW, 10);
        List<ExportEvent> events = ledger().exports().due(source.node(), NOW, 10);
        assertThat(events).extracting(ExportEvent::meter).containsExactlyInAnyOrder(text, "z");
        ledger().exports().failed(List.of(events.get(0).id()), NOW, text);
        assertThat(ledger().exports().due(source.node(), NOW, 10))
                .extracting(event -> event.delivery().lastError())
                .contains(text);
    }

    private static UsageRow named(LicenseId license, String text, long units) {
        return new UsageRow(
                license,
                text,
                PRO,
                text,
                new UsageRow.Origin(text, text, 2),
                UsageKind.CHARGED,
                HOUR.toEpochMilli(),
                units,
                1);
    }

    @ParameterizedTest
    @MethodSource("io.github.licensing4j.tck.HostileTexts#ofNames")
    default void readsCorrectionsWithAnyText(String text) {
        String id = text.substring(0, Math.min(text.length(), 200));
        LicenseId license = new LicenseId(id, id);
        CounterId counter = new CounterId(text, text, Limit.Kind.CREDITS, text, Scope.KEY, text);
        UsageCorrection correction = new UsageCorrection(
                id,
                license,
                text,
                PRO,
                text,
                1,
                HOUR,
                new UsageCorrection.Entered(NOW, text, text),
                List.of(CounterIncrement.of(license, counter, MARCH, 3)));
        CreditGrant grant = new CreditGrant(id, license, 1, text, 5, 1, CreditGrant.Times.from(NOW), null);
        store().commit(StoreChange.builder().correction(correction).grant(grant).build());
        assertThat(ledger().corrections(license, null, 1).items()).containsExactly(correction);
        assertThat(store().credits().grants(license)).containsExactly(grant);
        assertThat(ledger().counted(license, counter, MARCH)).isEqualTo(3);
    }
}
