package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.limit.QuotaLevels;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterMove;
import io.github.licensing4j.spi.StoredMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What webhooks are told of usage: that a quota has reached a level it warns at, and how a quota period ended. Ids are
 * derived from what is told, so that an outbox that drops ids it has seen tells each once. Of counters that licenses of a
 * customer share, nothing is told: they belong to no one license.
 *
 * <p>As a function it is what {@code UsageLedger.commit} takes: pure but for the time it stamps on what it says.
 */
public final class UsageMessages implements Function<List<CounterMove>, List<StoredMessage>> {
    private final Function<LicenseId, Optional<InForce>> terms;
    private final InstantSource clock;
    private final UsageWords words;

    /**
     * Tells these endpoints.
     *
     * @param endpoints who is told, each by its topics
     * @param terms what is in force for a license; empty where nothing is, and then nothing is told. Where it waits for a store,
     *     the ledger is to be given {@link #about} instead of this
     * @param scales how many decimal places a meter has
     */
    public UsageMessages(
            List<WebhookEndpoint> endpoints,
            Function<LicenseId, Optional<InForce>> terms,
            ToIntFunction<String> scales,
            InstantSource clock) {
        this(new UsageWords(endpoints, scales), terms, clock);
    }

    private UsageMessages(UsageWords words, Function<LicenseId, Optional<InForce>> terms, InstantSource clock) {
        this.words = words;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * The same for counters that are about to move: the terms of their licenses are looked up now, so that nobody waits for a
     * store while the ledger is locked.
     */
    public Function<List<CounterMove>, List<StoredMessage>> about(List<CounterIncrement> counters) {
        if (!words.areWanted(UsageWords.THRESHOLD)) {
            return moves -> List.of();
        }
        Map<LicenseId, Optional<InForce>> known = new HashMap<>();
        for (CounterIncrement counter : counters) {
            String license = counter.license();
            if (license != null && isQuotaOfALicense(counter)) {
                known.computeIfAbsent(new LicenseId(counter.issuer(), license), terms);
            }
        }
        return new UsageMessages(words, id -> known.getOrDefault(id, Optional.empty()), clock);
    }

    /** A {@code usage.threshold} for each level that a counter has reached with this move. */
    @Override
    public List<StoredMessage> apply(List<CounterMove> moves) {
        List<StoredMessage> messages = new ArrayList<>();
        if (words.areWanted(UsageWords.THRESHOLD)) {
            moves.forEach(move -> addThresholds(move, messages));
        }
        return messages;
    }

    private void addThresholds(CounterMove move, List<StoredMessage> messages) {
        CounterIncrement increment = move.increment();
        if (!isQuotaOfALicense(increment) || move.after() <= move.before()) {
            return;
        }
        UsageTerms held = terms(increment, increment.window().endMillis() - 1);
        QuotaLimit quota = held == null ? null : held.quota(increment.counter()).orElse(null);
        if (held == null || quota == null) {
            return;
        }
        for (int level : quota.warnAt()) {
            // An amount of 0 is reached by the first unit, not by none.
            long threshold = Math.max(1, QuotaLevels.threshold(level, quota.amount()));
            if (move.before() < threshold && threshold <= move.after()) {
                messages.addAll(words.threshold(held, quota, move, level, clock.instant()));
            }
        }
    }

    /**
     * A {@code usage.period-closed} for each quota period of a license that ended after {@code since} and not after {@code
     * until}.
     *
     * @param counters what the counters of the license stand at
     */
    public List<StoredMessage> closed(List<CounterIncrement> counters, Instant since, Instant until) {
        List<StoredMessage> messages = new ArrayList<>();
        if (!words.areWanted(UsageWords.CLOSED)) {
            return messages;
        }
        for (CounterIncrement counter : counters) {
            long end = counter.window().endMillis();
            if (isQuotaOfALicense(counter) && end > since.toEpochMilli() && end <= until.toEpochMilli()) {
                UsageTerms held = terms(counter, end - 1);
                QuotaLimit quota =
                        held == null ? null : held.quota(counter.counter()).orElse(null);
                if (held != null && quota != null) {
                    messages.addAll(words.closed(held, quota, counter, clock.instant()));
                }
            }
        }
        return messages;
    }

    private static boolean isQuotaOfALicense(CounterIncrement increment) {
        return increment.license() != null && increment.counter().kind() == Limit.Kind.QUOTA;
    }

    private @Nullable UsageTerms terms(CounterIncrement increment, long atMillis) {
        String license = increment.license();
        return license == null
                ? null
                : terms.apply(new LicenseId(increment.issuer(), license))
                        .map(inForce -> UsageTerms.at(inForce, atMillis))
                        .orElse(null);
    }
}
