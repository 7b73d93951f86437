package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.core.license.LicenseStatus.Active;
import io.github.licensing4j.core.limit.QuotaLevels;
import io.github.licensing4j.core.limit.QuotaTerms;
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
 * What webhooks are told of usage: that a quota has reached a level it warns at, and how a quota period ended. Ids are
 * derived from what is told, so that an outbox that drops ids it has seen tells each once. A counter that licenses of a
 * customer share is told of as the customer's.
 *
 * <p>As a function it is what {@code UsageLedger.commit} takes: pure but for the time it stamps on what it says. What cannot
 * be worded is left out and shown in health, because usage must not wait for it.
 */
public final class UsageMessages implements Function<List<CounterChange>, List<StoredMessage>> {
    private final TermsInForce terms;
    private final InstantSource clock;
    private final UsageMessageRenderer words;
    private final RenderFailures renderFailures;
    private final Announced announced;

    /** What is in force for whom; nothing where nothing is, and then nothing is told. */
    public interface TermsInForce {
        Optional<Active> of(LicenseId license);

        /** For each license of a customer. */
        List<Active> ofCustomer(String issuer, String customer);

        /** A quota period that has ended, as the invoice shows it; empty where that is not known. */
        default Optional<EndedQuota> ended(CounterIncrement counter) {
            return Optional.empty();
        }
    }

    /** A customer of an issuer. */
    private record Customer(String issuer, String name) {}

    /**
     * Tells these endpoints.
     *
     * @param endpoints who is told, each by its topics
     * @param terms what is in force. Where it waits for a store, the ledger is to be given {@link #about} instead of this
     * @param scales how many decimal places a meter has
     */
    public UsageMessages(
            List<WebhookEndpoint> endpoints, TermsInForce terms, ToIntFunction<String> scales, InstantSource clock) {
        this(new UsageMessageRenderer(endpoints, scales), terms, clock, new RenderFailures(), new Announced());
    }

    private UsageMessages(UsageMessages other, TermsInForce terms) {
        this(other.words, terms, other.clock, other.renderFailures, other.announced);
    }

    private UsageMessages(
            UsageMessageRenderer words,
            TermsInForce terms,
            InstantSource clock,
            RenderFailures renderFailures,
            Announced announced) {
        this.words = words;
        this.terms = terms;
        this.clock = clock;
        this.renderFailures = renderFailures;
        this.announced = announced;
    }

    /**
     * The same for counters that are about to move: the terms of their licenses are looked up now, so that nobody waits for a
     * store while the ledger is locked.
     *
     * @throws io.github.licensing4j.spi.StoreException if they cannot be looked up now
     */
    public Function<List<CounterChange>, List<StoredMessage>> about(Collection<CounterIncrement> counters) {
        if (!words.areWanted(UsageMessageRenderer.THRESHOLD)) {
            return moves -> List.of();
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
     * A {@code usage.threshold} for each level that a counter has reached with this move, and for each that it had reached before
     * where its amount is another one since.
     */
    @Override
    public List<StoredMessage> apply(List<CounterChange> moves) {
        List<StoredMessage> messages = new ArrayList<>();
        if (words.areWanted(UsageMessageRenderer.THRESHOLD)) {
            for (CounterChange move : moves) {
                renderFailures.guarded(move.increment(), () -> addThresholds(move, messages));
            }
        }
        return messages;
    }

    private void addThresholds(CounterChange move, List<StoredMessage> messages) {
        if (move.after() <= move.before()) {
            announced.noteDecrease(move);
            return;
        }
        ThresholdTarget thresholdTarget = budget(move.increment());
        if (thresholdTarget == null
                || thresholdTarget.levels().isEmpty()
                || move.after()
                        < threshold(thresholdTarget, thresholdTarget.levels().first())) {
            return;
        }
        boolean areLowerAnnounced = announced.note(move, thresholdTarget);
        for (int level : thresholdTarget.levels()) {
            long threshold = threshold(thresholdTarget, level);
            if (threshold <= move.after() && (move.before() < threshold || !areLowerAnnounced)) {
                messages.addAll(words.threshold(thresholdTarget, move, level, clock.instant()));
            }
        }
    }

    /** An amount of 0 is reached by the first unit, not by none. */
    private static long threshold(ThresholdTarget thresholdTarget, int level) {
        return Math.max(1, QuotaLevels.threshold(level, thresholdTarget.quota().amount()));
    }

    /** A {@code usage.period-closed} for each of these counters, as it stands at the end of its period. */
    public List<StoredMessage> closed(List<CounterIncrement> ended) {
        List<StoredMessage> messages = new ArrayList<>();
        if (words.areWanted(UsageMessageRenderer.CLOSED)) {
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
            messages.addAll(words.closed(
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
            List<QuotaTerms> shared = terms
                    .ofCustomer(counter.issuer(), counter.counter().subject())
                    .stream()
                    .map(active -> QuotaTerms.at(active, atMillis))
                    .toList();
            return ThresholdTarget.shared(shared, counter);
        }
        return terms.of(new LicenseId(counter.issuer(), license))
                .map(active -> ThresholdTarget.of(QuotaTerms.at(active, atMillis), counter))
                .orElse(null);
    }

    /** What operators should know. */
    public Health.Component health() {
        return renderFailures.health();
    }
}
