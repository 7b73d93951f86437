package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.StoredMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Notifications about ended periods, and failures to render. */
class EndedPeriodMessagesTest extends UsageMessagesFixture {
    @Test
    void looksUpTermsBeforeCommit() {
        ofAcme = List.of(ofAcme("lic_1", PRO));
        List<CounterChange> moves = List.of(pot(0, 400), monthly(0, 500));
        var renderer =
                messages.about(moves.stream().map(CounterChange::increment).toList());
        ofAcme = List.of();
        assertThat(renderer.apply(moves)).hasSize(3);
        assertThat(messages.about(List.of()).apply(moves)).isEmpty();
    }

    @Test
    void renderFailuresDoNotBlockUsage() {
        assertThat(messages.health().status()).isEqualTo(Health.Status.UP);
        CounterChange broken = new CounterChange(
                CounterIncrement.of(
                        new LicenseId(ID.issuer(), "broken"),
                        monthly(0, 1).increment().counter(),
                        MARCH,
                        900),
                0,
                900);
        List<CounterChange> moves = List.of(broken, monthly(0, 500));
        var renderer =
                messages.about(moves.stream().map(CounterChange::increment).toList());
        assertThat(renderer.apply(moves)).hasSize(1);
        assertThat(messages.apply(moves)).hasSize(1);
        assertThat(messages.closed(List.of(broken.increment(), monthly(0, 500).increment())))
                .hasSize(1);
        assertThat(messages.health().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(messages.health().detail())
                .isEqualTo("3 usage notifications could not be rendered and were dropped");
    }

    @Test
    void announcesEndedPeriodWithOverage() {
        CounterId month = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        assertThat(messages.closed(List.of(counter(month, MARCH, 1_250))))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.topic()).isEqualTo("usage.period-closed");
                    assertThat(message.body()).endsWith("\"used\":1250,\"included\":1000,\"overage\":250}}");
                });
    }

    @Test
    void announcesEachPeriodOnceDespiteCrashes() {
        FakeUsageLedger ledger = new FakeUsageLedger();
        CounterId month = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        IntStream.range(0, 1_249)
                .mapToObj(i -> new LicenseId(ID.issuer(), "lic_" + i))
                .forEach(id -> ledger.counters.add(CounterIncrement.of(id, month, MARCH, 7)));
        ofAcme = List.of(ofAcme("lic_1", PRO));
        ledger.counters.add(pot(0, 7).increment());
        ledger.counters.add(CounterIncrement.of(new LicenseId("https://other.example", "lic_1"), month, MARCH, 7));
        UsageMessages ofAll = new UsageMessages(
                List.of(WebhookEndpoint.of(URI.create("https://hooks.example/"), KEY)), new Terms(), meter -> 0, clock);
        PeriodCloser closer = new PeriodCloser(ledger, ID.issuer(), ofAll, Duration.ofMinutes(5), clock);
        assertThat(closer.close()).isTrue();
        clock.set("2026-04-01T00:04:59Z");
        assertThat(closer.close()).isTrue();
        assertThat(ledger.outbox).isEmpty();
        clock.set("2026-04-01T00:05:00Z");
        ledger.diesAfter(2);
        assertThatThrownBy(closer::close).isInstanceOf(StoreException.class);
        assertThat(ledger.outbox).hasSize(1_000);
        ledger.diesAfter(Integer.MAX_VALUE);
        assertThat(closer.close()).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(closer.close()).isTrue();
        assertThat(ledger.outbox).hasSize(1_250).extracting(StoredMessage::id).doesNotHaveDuplicates();
    }
}
