package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.tck.MovableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Repeated failures of the watch over quota periods are reported. */
class PeriodWatchTest {
    private final Schedule schedule = new Schedule();
    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final UsageLedger kept = new InMemoryStore().usage();
    private @Nullable RuntimeException failure;
    private final UsageLedger ledger = (UsageLedger) Proxy.newProxyInstance(
            UsageLedger.class.getClassLoader(), new Class<?>[] {UsageLedger.class}, (proxy, method, arguments) -> {
                if (failure != null) {
                    throw failure;
                }
                return method.invoke(kept, arguments);
            });

    private PeriodWatch watch() {
        UsageMessages messages = new UsageMessages(List.of(), new NoTerms(), meter -> 0, clock);
        return new PeriodWatch(
                new PeriodCloser(ledger, "https://issuer.example", messages, Duration.ofMinutes(5), clock),
                clock,
                schedule);
    }

    @Test
    void healthShowsFailuresUntilSuccess() {
        try (PeriodWatch watch = watch()) {
            watch.announce();
            assertThat(watch.health().status()).isEqualTo(Status.UP);
            clock.advance(Duration.ofMinutes(15));
            failure = new StoreException("the database is gone", new IllegalStateException("cut"));
            assertThatThrownBy(watch::announce).isSameAs(failure);
            failure = new IllegalStateException("planted");
            assertThatThrownBy(watch::announce).isSameAs(failure);
            assertThat(watch.health().name()).isEqualTo("periods");
            assertThat(watch.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(watch.health().detail())
                    .isEqualTo(
                            "ended quota periods are not announced since 2026-03-10T12:00:00Z, after 2 attempts: planted");
            failure = null;
            watch.announce();
            assertThat(watch.health().detail())
                    .isEqualTo("ended quota periods are announced, as of 2026-03-10T12:15:00Z");
        }
    }
}
