package io.github.licensing4j.core.admin;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.catalog.SignalRule;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers signals of misuse by the rules of the live catalog: it restrains the API key of a signal for a time. What was done stays until
 * its end, or until an administrator takes it back, whatever becomes of the rule. Signals without an API key of the license are not
 * answered.
 */
final class SignalAnswers implements SignalScans.Answers, ManagedSignals.Answers {
    /** The actor of answers in the audit log. */
    static final String ACTOR = "signal";

    private static final Logger log = LoggerFactory.getLogger(SignalAnswers.class);

    private final Supplier<Map<SignalKind, SignalRule>> rules;
    private final Store store;

    /** @param rules returns the rules of the live catalog */
    SignalAnswers(Supplier<Map<SignalKind, SignalRule>> rules, Store store) {
        this.rules = rules;
        this.store = store;
    }

    /**
     * Answers a signal in an open change: stores the restraint of its key, if the rule is enforced, and an audit entry.
     *
     * @return the answer, null if no rule demands one, or if what was done because of the signal still holds and is not to be changed
     */
    @Override
    public @Nullable SignalAnswer answer(PendingChange change, Signal signal) {
        SignalRule rule = rules.get().get(signal.kind());
        if (rule == null || signal.severity().compareTo(rule.severity()) < 0) {
            return null;
        }
        ApiKeyRecord key = key(signal.subject(), change.now()).orElse(null);
        LicenseRecord license = key == null ? null : license(signal).orElse(null);
        if (key == null || license == null) {
            return null;
        }
        SignalAnswer answer =
                new SignalAnswer(rule.action(), rule.mode(), change.now().plus(rule.lasts()), null);
        List<KeyRestraint> holding = holding(change, license);
        boolean isDone = rule.mode() == EnforcementMode.OBSERVE
                ? holding.stream().noneMatch(restraint -> restraint.signal().equals(signal.id()))
                : restrain(change, license, holding, restraint(signal, key, rule, answer));
        if (!isDone) {
            return null;
        }
        change.act(new AuditAction(
                ACTOR,
                rule.mode() == EnforcementMode.OBSERVE ? "key.restraint-observed" : "key.restrained",
                license.id().value(),
                key.countedAs(),
                null,
                details(signal, answer.action(), answer.until())));
        return answer;
    }

    @Override
    public boolean hasRule(Signal signal) {
        SignalRule rule = rules.get().get(signal.kind());
        return rule != null && signal.severity().compareTo(rule.severity()) >= 0;
    }

    /** Returns the API key that a signal is about, if it, or one that counts in the same quotas, may still be used. */
    private Optional<ApiKeyRecord> key(SignalSubject subject, Instant now) {
        if (subject.license().isEmpty() || subject.target().isEmpty()) {
            return Optional.empty();
        }
        LicenseId license = new LicenseId(subject.issuer(), subject.license());
        return store.credentials()
                .key(subject.issuer(), subject.target())
                .filter(key -> key.license().equals(license) && !key.countedAs().isEmpty())
                .filter(key -> isUsable(key, now)
                        || store.credentials().keysOf(license).stream()
                                .anyMatch(other -> other.countedAs().equals(key.countedAs()) && isUsable(other, now)));
    }

    private static boolean isUsable(ApiKeyRecord key, Instant now) {
        return key.revokedAt() == null
                && (key.expiresAt() == null || key.expiresAt().isAfter(now));
    }

    private Optional<LicenseRecord> license(Signal signal) {
        SignalSubject subject = signal.subject();
        return subject.license().isEmpty()
                ? Optional.empty()
                : store.licenses().find(new LicenseId(subject.issuer(), subject.license()));
    }

    /** Returns the restraints of a license that have not ended, as the change leaves them. */
    private static List<KeyRestraint> holding(PendingChange change, LicenseRecord license) {
        return change.restraints(license).stream()
                .filter(restraint -> change.now().isBefore(restraint.until()))
                .toList();
    }

    private static KeyRestraint restraint(Signal signal, ApiKeyRecord key, SignalRule rule, SignalAnswer answer) {
        return new KeyRestraint(
                key.countedAs(), signal.id(), signal.kind(), rule.action(), answer.until(), rule.rate());
    }

    /** Stores a restraint in place of the one for the same key and kind of signal. Returns false if the license has too many. */
    private static boolean restrain(
            PendingChange change, LicenseRecord license, List<KeyRestraint> holding, KeyRestraint restraint) {
        List<KeyRestraint> all = new ArrayList<>(holding);
        all.removeIf(other -> other.key().equals(restraint.key()) && other.kind() == restraint.kind());
        if (all.size() >= KeyRestraint.MAX) {
            log.warn(
                    "Signal {} is not answered: license {} has {} restrained keys",
                    restraint.signal(),
                    license.id().value(),
                    KeyRestraint.MAX);
            return false;
        }
        all.add(restraint);
        change.restrain(license, all);
        return true;
    }

    /** Takes back what was done with a key because of a signal. */
    @Override
    public void revoke(PendingChange change, Signal signal, AdminContext by) {
        LicenseRecord license = license(signal).orElse(null);
        if (license == null) {
            return;
        }
        List<KeyRestraint> holding = holding(change, license);
        List<KeyRestraint> removed = holding.stream()
                .filter(restraint -> restraint.signal().equals(signal.id()))
                .toList();
        if (removed.isEmpty()) {
            return;
        }
        List<KeyRestraint> kept = new ArrayList<>(holding);
        kept.removeAll(removed);
        change.restrain(license, kept);
        for (KeyRestraint restraint : removed) {
            change.act(new AuditAction(
                    by.actor(),
                    "key.restraint-removed",
                    license.id().value(),
                    restraint.key(),
                    by.reason(),
                    details(signal, restraint.action(), restraint.until())));
        }
    }

    private static Map<String, String> details(Signal signal, SignalAnswer.Action action, Instant until) {
        return Map.of(
                "signal", signal.id(),
                "kind", signal.kind().text(),
                "action", action.text(),
                "until", until.toString());
    }
}
