package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.spi.DecisionListener.Mode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The engine as the filter sees it: whatever it throws is a fault of ours, logged with its cause and answered with
 * {@link RefusalCode#ENFORCEMENT_UNAVAILABLE}, so that nothing passes unchecked and nothing is a stray 500.
 */
final class Enforcement {
    private static final System.Logger LOG = System.getLogger(Enforcement.class.getName());

    private final Licensing licensing;
    private final Mode mode;

    Enforcement(Licensing licensing, Mode mode) {
        this.licensing = licensing;
        this.mode = mode;
    }

    /** Whether refusals are only reported. */
    boolean observes() {
        return mode == Mode.OBSERVE;
    }

    /** Whether an endpoint needs a license; it does where that cannot be found out. */
    boolean requires(PendingCall call, MatchedPath path, Declaration declared) {
        return guarded(
                () -> licensing.requirement(method(call), path, declared).isPresent(), fault -> logged(fault, true));
    }

    /** Whether an endpoint that declares nothing needs a license at the path of a call. */
    boolean requiresUndeclared(PendingCall call) {
        return !(call.call().path() instanceof RequestPath.Canonical path)
                || requires(call, MatchedPath.of(path.value()), Declaration.none());
    }

    /** Keeps a refusal of the filter's own for the license of the caller, where that is known. */
    Refused kept(PendingCall call, Refused refused) {
        return call.known() instanceof Identified caller
                ? guarded(
                        () -> {
                            licensing.refused(caller, refused.refusal());
                            return refused;
                        },
                        fault -> logged(fault, refused))
                : refused;
    }

    /** The refusal of an answer that no handler has asked a decision for. */
    static Refused undecided() {
        return HostRefusals.of(Refusal.of(
                HostRefusals.newId(),
                RefusalCode.ENFORCEMENT_UNAVAILABLE,
                "The call was answered without a license decision. This is not the caller's fault."));
    }

    Identification identify(Call call) {
        return guarded(() -> licensing.identify(call), Enforcement::unavailable);
    }

    /**
     * Decides a call with the handler that serves it.
     *
     * @return empty where the handler needs no license
     */
    Optional<Decision> decide(PendingCall call, MatchedPath path, Declaration declared) {
        return guarded(
                () -> licensing
                        .requirement(method(call), path, declared)
                        .map(requirement -> call.identification() instanceof Identified caller
                                ? licensing.decide(caller, requirement)
                                : (Refused) call.identification()),
                fault -> Optional.of(kept(call, unavailable(fault))));
    }

    /**
     * Checks features and scopes alone, for a handler that was reached by a forward. Nothing is taken from any limit.
     *
     * @return why the call may not go there, empty where it may
     */
    Optional<Refused> check(PendingCall call, MatchedPath path, Declaration declared) {
        return guarded(
                () -> licensing
                        .requirement(method(call), path, declared)
                        .flatMap(requirement -> call.identification() instanceof Identified caller
                                ? licensing.check(caller, requirement)
                                : Optional.of((Refused) call.identification())),
                fault -> Optional.of(kept(call, unavailable(fault))));
    }

    /**
     * Refuses a call whose path may mean two things, for no rule can be looked up for it.
     *
     * @return empty only in observe mode
     */
    Optional<Refused> refuseAmbiguous(PendingCall call) {
        if (call.identification() instanceof Identified caller) {
            return observes() || caller.license().isEmpty()
                    ? Optional.empty()
                    : Optional.of(kept(
                            call,
                            HostRefusals.of(
                                    Refusal.of(
                                            HostRefusals.newId(),
                                            RefusalCode.REQUEST_INVALID,
                                            "The path may be read in two ways."),
                                    caller.license().orElse(null))));
        }
        return Optional.of((Refused) call.identification());
    }

    /** What must be measured; nothing where that cannot be found out. */
    Measures measures() {
        return guarded(() -> Measures.of(licensing.catalog().meters()), fault -> logged(fault, Measures.NONE));
    }

    void settle(Granted granted, Outcome outcome) {
        guarded(
                () -> {
                    granted.reservation().settle(outcome);
                    return true;
                },
                fault -> logged(fault, false));
    }

    /** The refusal of a call that could not be decided for a reason of our own. */
    static Refused unavailable(Throwable fault) {
        return logged(
                fault,
                HostRefusals.of(Refusal.of(
                        HostRefusals.newId(),
                        RefusalCode.ENFORCEMENT_UNAVAILABLE,
                        "The call could not be decided. This is not the caller's fault; try again later.")));
    }

    // Everything is caught: a missing class must refuse a call just as an exception does.
    private static <T> T guarded(Supplier<T> step, Function<Throwable, T> otherwise) {
        try {
            return step.get();
        } catch (RuntimeException | Error fault) {
            return otherwise.apply(fault);
        }
    }

    private static <T> T logged(Throwable fault, T answer) {
        LOG.log(System.Logger.Level.ERROR, "a call could not be handled as it should be", fault);
        return answer;
    }

    /** Rules know upper-case methods only; no other spelling may slip past them. */
    private static String method(PendingCall call) {
        return call.call().method().toUpperCase(Locale.ROOT);
    }
}
