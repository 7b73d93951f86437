package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
import io.github.licensing4j.core.limit.quota.QuotaLevels;
import io.github.licensing4j.core.usage.invoice.EndedQuota;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoredMessage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Creates notifications of usage for webhooks: that a quota has reached a warning level, and how a quota period ended.
 * Their ids are derived from their content, so that an outbox that drops ids it has stored sends each once. A counter
 * shared by licenses of a customer is announced for the customer.
 *
 * <p>As a function it is passed to {@code UsageLedger.commit}: pure except for the timestamps. Notifications that cannot be
 * rendered are dropped and counted in health, because usage must not wait for them.
 */
public final class UsageMessages implements Function<List<CounterChange>, List<StoredMessage>> {
    private final TermsInForce terms;
    private final InstantSource clock;
    private final UsageMessageRenderer renderer;
    private final RenderFailures renderFailures;
    private final Announced announced;

    /** Looks up the terms in force; if it returns none, nothing is announced. */
    public interface TermsInForce {
        Optional<Active> of(LicenseId license);

        /** Returns the terms of each license of a customer. */
        List<Active> ofCustomer(String issuer, String customer);

        /** Returns a quota period that has ended, as on the invoice; empty if it is unknown. */
        default Optional<EndedQuota> ended(CounterIncrement counter) {
            return Optional.empty();
        }
    }

    /** A customer of an issuer. */
    private record Customer(String issuer, String name) {}

    /**
     * Creates notifications for endpoints.
     *
     * @param endpoints the endpoints, each with its topics
     * @param terms the terms in force. If looking them up blocks on a store, use {@link #about}
     * @param scales the decimal places of a meter
     */
    public UsageMessages(
            List<WebhookEndpoint> endpoints, TermsInForce terms, ToIntFunction<String> scales, InstantSource clock) {
        this(new UsageMessageRenderer(endpoints, scales), terms, clock, new RenderFailures(), new Announced());
    }

    private UsageMessages(UsageMessages other, TermsInForce terms) {
        this(other.renderer, terms, other.clock, other.renderFailures, other.announced);
    }

    private UsageMessages(
            UsageMessageRenderer renderer,
            TermsInForce terms,
            InstantSource clock,
            RenderFailures renderFailures,
            Announced announced) {
        this.renderer = renderer;
        this.terms = terms;
        this.clock = clock;
        this.renderFailures = renderFailures;
        this.announced = announced;
    }

    /**
     * Returns the function for the counters of one batch, with the terms of their licenses looked up now, so that no
     * store blocks while the ledger is locked.
     *
     * @throws io.github.licensing4j.spi.StoreException if they cannot be looked up now
     */
    public Function<List<CounterChange>, List<StoredMessage>> about(Collection<CounterIncrement> counters) {
        if (!renderer.areWanted(UsageMessageRenderer.THRESHOLD)) {
            return changes -> List.of();
        }
        Map<LicenseId, Optional<Active>> known = new HashMap<>();
        Map<Customer, List<Active>> shared = new HashMap<>();
        for (CounterIncrement counter : counters) {
            renderFailures.guarded(counter, () -> lookUp(counter, known, shared));
        }
        return new UsageMessages(this, new Known(known, shared));
    }

    private void lookUp(
            CounterIncrement counter, Map<LicenseId, Optional<Active>> known, Map<Customer, List<Active>> shared) {
        String license = counter.license();
        if (!isQuota(counter)) {
            return;
        }
        if (license != null) {
            known.computeIfAbsent(new LicenseId(counter.issuer(), license), terms::of);
        } else {
            shared.computeIfAbsent(
                    new Customer(counter.issuer(), counter.counter().subject()),
                    customer -> terms.ofCustomer(customer.issuer, customer.name));
        }
    }

    private record Known(Map<LicenseId, Optional<Active>> licenses, Map<Customer, List<Active>> customers)
            implements TermsInForce {
        @Override
        public Optional<Active> of(LicenseId license) {
            return licenses.getOrDefault(license, Optional.empty());
        }

        @Override
        public List<Active> ofCustomer(String issuer, String customer) {
            return customers.getOrDefault(new Customer(issuer, customer), List.of());
        }
    }

    /**
     * Returns a {@code usage.threshold} for each level that a counter reaches with a change, and for each level reached
     * before if its amount has changed since.
     */
    @Override
    public List<StoredMessage> apply(List<CounterChange> changes) {
        List<StoredMessage> messages = new ArrayList<>();
        if (renderer.areWanted(UsageMessageRenderer.THRESHOLD)) {
            for (CounterChange change : changes) {
                renderFailures.guarded(change.increment(), () -> addThresholds(change, messages));
            }
        }
        return messages;
    }

    private void addThresholds(CounterChange change, List<StoredMessage> messages) {
        if (change.after() <= change.before()) {
            announced.noteDecrease(change);
            return;
        }
        ThresholdTarget thresholdTarget = budget(change.increment());
        if (thresholdTarget == null
                || thresholdTarget.levels().isEmpty()
                || change.after()
                        < threshold(thresholdTarget, thresholdTarget.levels().first())) {
            return;
        }
        boolean areLowerAnnounced = announced.note(change, thresholdTarget);
        for (int level : thresholdTarget.levels()) {
            long threshold = threshold(thresholdTarget, level);
            if (threshold <= change.after() && (change.before() < threshold || !areLowerAnnounced)) {
                messages.addAll(renderer.threshold(thresholdTarget, change, level, clock.instant()));
            }
        }
    }

    /** An amount of 0 is reached by the first unit. */
    private static long threshold(ThresholdTarget thresholdTarget, int level) {
        return Math.max(1, QuotaLevels.threshold(level, thresholdTarget.quota().amount()));
    }

    /** Returns a {@code usage.period-closed} for each of these counters, with its value at the end of its period. */
    public List<StoredMessage> closed(List<CounterIncrement> ended) {
        List<StoredMessage> messages = new ArrayList<>();
        if (renderer.areWanted(UsageMessageRenderer.CLOSED)) {
            for (CounterIncrement counter : ended) {
                renderFailures.guarded(counter, () -> addClosed(counter, messages));
            }
        }
        return messages;
    }

    private void addClosed(CounterIncrement counter, List<StoredMessage> messages) {
        boolean isUnused = counter.units() == 0 && !counter.starts().isEmpty();
        if (!isQuota(counter) || isUnused) {
            return;
        }
        Optional<EndedQuota> ended = terms.ended(counter);
        ThresholdTarget thresholdTarget = ended.isPresent() ? ThresholdTarget.of(ended.get()) : budget(counter);
        if (thresholdTarget != null) {
            messages.addAll(renderer.closed(
                    thresholdTarget, ended.orElseGet(() -> thresholdTarget.ended(counter)), counter, clock.instant()));
        }
    }

    private static boolean isQuota(CounterIncrement increment) {
        return increment.counter().kind() == Limit.Kind.QUOTA;
    }

    private @Nullable ThresholdTarget budget(CounterIncrement counter) {
        if (!isQuota(counter)) {
            return null;
        }
        long atMillis = counter.window().endMillis() - 1;
        String license = counter.license();
        if (license == null) {
            List<LicenseQuotas> shared = terms
                    .ofCustomer(counter.issuer(), counter.counter().subject())
                    .stream()
                    .map(active -> LicenseQuotas.at(active, atMillis))
                    .toList();
            return ThresholdTarget.shared(shared, counter);
        }
        return terms.of(new LicenseId(counter.issuer(), license))
                .map(active -> ThresholdTarget.of(LicenseQuotas.at(active, atMillis), counter))
                .orElse(null);
    }

    /** Returns the health of the notifications. */
    public Health.Component health() {
        return renderFailures.health();
    }
}
