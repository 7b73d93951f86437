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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final SignalStore signals;
    private final Function<Instant, List<Finding>> detectors;
    private final Answers answers;
    private final SignalUpdates updates;
    private volatile int dropped;

    /** Answers signals of misuse. */
    interface Answers {
        /**
         * Answers a signal that has begun, risen, or goes on after its answer has ended.
         *
         * @return the answer of the signal from now on, null for none
         */
        @Nullable
        SignalAnswer answer(PendingChange change, Signal signal);
    }

    SignalScans(
            String issuer,
            AdminTransactions adminTransactions,
            SignalStore signals,
            Function<Instant, List<Finding>> detectors,
            Answers answers,
            Ids ids) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.signals = signals;
        this.detectors = detectors;
        this.answers = answers;
        this.updates =
                new SignalUpdates(() -> ids.next("sig_", adminTransactions.now().toEpochMilli()), MOST);
    }

    /** Looks for signals now. */
    void run() {
        Instant now = adminTransactions.now();
        List<Finding> findings = detectors.apply(now);
        List<Signal> stored = signals.recent(issuer, now.minus(SignalUpdates.REOPENED), 2 * MOST);
        SignalUpdates.Result result = updates.of(stored, findings, now);
        dropped = result.dropped();
        List<Update> all = result.updates();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            store(all.subList(from, Math.min(from + AT_ONCE, all.size())));
        }
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
        if (answer == null) {
            return true;
        }
        // An administrator who has taken the answer back has decided.
        return answer.revoked() == null
                && (update.event() == Event.RISEN || !answer.until().isAfter(now));
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
