package io.github.licensing4j.core.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.SignalFilter;
import io.github.licensing4j.admin.Signals;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.spi.SignalChange.AnswerRevoked;
import io.github.licensing4j.spi.SignalChange.Muted;
import io.github.licensing4j.spi.SignalStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Implements what administrators do with signals. */
final class ManagedSignals implements Signals {
    private static final Duration LONGEST = Duration.ofDays(366);

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final SignalStore signals;
    private final Answers answers;

    /** Takes answers back. */
    interface Answers {
        /** Ends the effect of the answer of a signal on its credential, if it still has one. */
        void revoke(PendingChange change, Signal signal, AdminContext by);
    }

    ManagedSignals(String issuer, AdminTransactions adminTransactions, SignalStore signals, Answers answers) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.signals = signals;
        this.answers = answers;
    }

    @Override
    public Page<Signal> list(SignalFilter filter) {
        return UsageQuestions.page(
                filter.cursor(),
                filter.max(),
                () -> signals.list(new SignalStore.Query(
                        filter.issuer() == null ? issuer : filter.issuer(),
                        filter.license(),
                        filter.kind(),
                        filter.open(),
                        filter.cursor(),
                        filter.max())));
    }

    @Override
    public Signal get(String id) {
        return signals.find(id).orElseThrow(() -> new NotFoundException("signal", id));
    }

    @Override
    public Signal mute(String id, @Nullable Instant until, AdminContext by) {
        if (until != null) {
            Instant now = adminTransactions.now();
            if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
                throw new InvalidFieldException(
                        "until", "expected an instant after now, at most " + LONGEST.toDays() + " days ahead");
            }
        }
        adminTransactions.carryOut(change -> {
            Signal signal = get(id);
            change.signal(new Muted(id, until));
            change.act(act(
                    until == null ? "signal.unmuted" : "signal.muted",
                    signal,
                    by,
                    until == null ? Map.of() : Map.of("until", until.toString())));
            return signal;
        });
        return get(id);
    }

    @Override
    public Signal revokeAnswer(String id, AdminContext by) {
        adminTransactions.carryOut(change -> {
            Signal signal = get(id);
            SignalAnswer answer = signal.answer();
            if (answer == null) {
                throw new ConflictException(ConflictException.Kind.STATE, "the signal has no answer");
            }
            if (answer.revoked() == null) {
                answers.revoke(change, signal, by);
                change.signal(new AnswerRevoked(id, change.now()));
                change.act(act(
                        "signal.answer-revoked",
                        signal,
                        by,
                        Map.of("action", answer.action().text())));
            }
            return signal;
        });
        return get(id);
    }

    private static AuditAction act(String action, Signal signal, AdminContext by, Map<String, String> details) {
        String license = signal.subject().license();
        return new AuditAction(
                by.actor(), action, license.isEmpty() ? null : license, signal.id(), by.reason(), details);
    }
}
