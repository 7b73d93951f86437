package io.github.licensing4j.core.admin;

import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.core.insight.signal.Finding;
import io.github.licensing4j.core.insight.signal.SignalUpdates;
import io.github.licensing4j.core.insight.signal.SignalUpdates.Event;
import io.github.licensing4j.core.insight.signal.SignalUpdates.Update;
import io.github.licensing4j.spi.SignalChange.Seen;
import io.github.licensing4j.spi.SignalStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for signals, stores and delivers those that are new, and answers them by the rules of the catalog. Run by one node at a time. */
final class SignalScans {
    private static final Logger log = LoggerFactory.getLogger(SignalScans.class);
    private static final int MOST = 10_000;
    private static final int AT_ONCE = 100;
    private static final Map<Event, String> TOPICS = Map.of(
            Event.RAISED, "signal.raised",
            Event.RISEN, "signal.risen",
            Event.ENDED, "signal.ended");

    private final AdminTransactions adminTransactions;
    private final SignalStore signals;
    private final Detectors detectors;
    private final Answers answers;
    private final SignalUpdates updates;
    private volatile int dropped;

    /** Finds what is true at an instant. */
    interface Detectors {
        /** Returns the issuers of the licenses that are looked at. */
        List<String> issuers();

        List<Finding> scan(Instant now);
    }

    /** Answers signals of misuse. */
    interface Answers {
        /**
         * Answers a signal that has begun, risen, or goes on after its answer has ended.
         *
         * @return the answer of the signal from now on, null for none
         */
        @Nullable
        SignalAnswer answer(PendingChange change, Signal signal);

        /** Returns whether a rule may answer a signal: default true. */
        default boolean hasRule(Signal signal) {
            return true;
        }
    }

    /** @param adminTransactions changes a store that has signals */
    SignalScans(Detectors detectors, AdminTransactions adminTransactions, Answers answers, Ids ids) {
        this.adminTransactions = adminTransactions;
        this.signals = adminTransactions.store().signals().orElseThrow();
        this.detectors = detectors;
        this.answers = answers;
        this.updates =
                new SignalUpdates(() -> ids.next("sig_", adminTransactions.now().toEpochMilli()), MOST);
    }

    /** Looks for signals now. */
    void run() {
        Instant now = adminTransactions.now();
        List<Finding> findings = detectors.scan(now);
        List<Signal> stored = new ArrayList<>();
        for (String issuer : detectors.issuers()) {
            stored.addAll(signals.recent(issuer, now.minus(SignalUpdates.REOPENED), 2 * MOST));
        }
        SignalUpdates.Result result = updates.of(stored, findings, now, signal -> isDue(signal, now));
        dropped = result.dropped();
        List<Update> all = result.updates();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            store(all.subList(from, Math.min(from + AT_ONCE, all.size())));
        }
    }

    /** Returns whether a rule answers an open signal now: it is new, or its last answer has ended. */
    private boolean isDue(Signal signal, Instant now) {
        return signal.kind().isMisuse() && isUnanswered(signal.answer(), now) && answers.hasRule(signal);
    }

    /** An administrator who has taken an answer back has decided. */
    private static boolean isUnanswered(@Nullable SignalAnswer answer, Instant now) {
        return answer == null || (answer.revoked() == null && !answer.until().isAfter(now));
    }

    private void store(List<Update> some) {
        adminTransactions.carryOut(change -> {
            some.forEach(update -> store(change, update));
            return some;
        });
    }

    private void store(PendingChange change, Update update) {
        Instant mutedUntil = update.signal().times().mutedUntil();
        boolean isMuted = mutedUntil != null && mutedUntil.isAfter(change.now());
        Signal signal = isMuted || !isToBeAnswered(update, change.now())
                ? update.signal()
                : answered(update.signal(), answers.answer(change, update.signal()));
        change.signal(new Seen(signal));
        Event event = update.event();
        if (event != null && !isMuted) {
            change.announce(new SignalEvent(TOPICS.getOrDefault(event, "signal.raised"), signal));
            log(event, signal);
        }
    }

    private static boolean isToBeAnswered(Update update, Instant now) {
        Signal signal = update.signal();
        if (!signal.kind().isMisuse() || update.event() == Event.ENDED) {
            return false;
        }
        SignalAnswer answer = signal.answer();
        boolean hasRisen = answer != null && answer.revoked() == null && update.event() == Event.RISEN;
        return hasRisen || isUnanswered(answer, now);
    }

    private static Signal answered(Signal signal, @Nullable SignalAnswer answer) {
        return new Signal(
                signal.id(),
                signal.kind(),
                signal.subject(),
                signal.severity(),
                signal.times(),
                signal.evidence(),
                answer == null ? signal.answer() : answer);
    }

    private static void log(Event event, Signal signal) {
        var entry = signal.kind().isMisuse() && event != Event.ENDED ? log.atWarn() : log.atInfo();
        entry.addKeyValue("signal", signal.id())
                .addKeyValue("kind", signal.kind().text())
                .addKeyValue("license", signal.subject().license())
                .addKeyValue("severity", signal.severity().text())
                .log(
                        "Signal {} of {} {}: {}",
                        signal.kind().text(),
                        signal.subject().license().isEmpty()
                                ? "network " + signal.subject().target()
                                : "license " + signal.subject().license(),
                        event == Event.ENDED ? "has ended" : event == Event.RISEN ? "has risen" : "was raised",
                        signal.evidence().figures());
    }

    /** Returns how many findings of the last scan were dropped, because too many signals are open. */
    int dropped() {
        return dropped;
    }
}
