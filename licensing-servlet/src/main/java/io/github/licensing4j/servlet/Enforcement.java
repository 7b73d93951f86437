package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseNotRequired;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls the engine for the filter. Any exception is an internal fault: it is logged with its cause and refused with
 * {@link RefusalCode#ENFORCEMENT_UNAVAILABLE}, so that no call passes unchecked and none ends as an unhandled 500.
 */
final class Enforcement {
    private static final System.Logger LOG = System.getLogger(Enforcement.class.getName());

    private final Licensing licensing;
    private final LicensingInfo info;
    private final EnforcementMode mode;

    Enforcement(Licensing licensing, LicensingInfo info, EnforcementMode mode) {
        this.licensing = licensing;
        this.info = info;
        this.mode = mode;
    }

    /** Returns whether refusals are only reported. */
    boolean observes() {
        return mode == EnforcementMode.OBSERVE;
    }

    /** Whether an endpoint requires a license; it does where that cannot be found out. */
    boolean requiresLicense(CalledEndpoint endpoint) {
        return guarded(() -> info.requiresLicense(endpoint), fault -> logged(fault, true));
    }

    /**
     * Decides a call without its caller: an endpoint that requires no license, and a requirement that cannot be looked up. Empty if
     * the endpoint requires a license, for which the caller must be identified.
     */
    Optional<Decision> withoutCaller(CalledEndpoint endpoint) {
        return guarded(
                () -> info.requiresLicense(endpoint) ? Optional.empty() : Optional.of(LicenseNotRequired.instance()),
                fault -> Optional.of(unavailable(fault)));
    }

    /** Records a refusal of the filter's own for the license of the caller, where the caller is identified. */
    Refused recorded(@Nullable Identification who, Refused refused) {
        return who instanceof Identified caller
                ? guarded(
                        () -> {
                            info.refused(caller, refused.refusal());
                            return refused;
                        },
                        fault -> logged(fault, refused))
                : refused;
    }

    /** Returns the refusal of a call that was answered without a decision. */
    static Refused undecided() {
        return HostRefusals.of(Refusal.of(
                HostRefusals.newId(),
                RefusalCode.ENFORCEMENT_UNAVAILABLE,
                "The call was answered without a license decision. This is not the caller's fault."));
    }

    Identification identify(Call call) {
        return guarded(() -> licensing.identify(call), Enforcement::unavailable);
    }

    /** Decides a call at one endpoint. */
    Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        return guarded(
                () -> licensing.decide(caller, endpoint, dispatch), fault -> recorded(caller, unavailable(fault)));
    }

    /** What must be measured of a call that is not decided yet; nothing where that cannot be found out. */
    Set<Measure> measures() {
        return guarded(info::measures, fault -> logged(fault, Set.of()));
    }

    void settle(Granted granted, Outcome outcome) {
        guarded(
                () -> {
                    granted.reservation().settle(outcome);
                    return true;
                },
                fault -> logged(fault, false));
    }

    /** Returns the refusal of a call that could not be decided because of an internal fault. */
    static Refused unavailable(Throwable fault) {
        return logged(
                fault,
                HostRefusals.of(Refusal.of(
                        HostRefusals.newId(),
                        RefusalCode.ENFORCEMENT_UNAVAILABLE,
                        "The call could not be decided. This is not the caller's fault; try again later.")));
    }

    // Errors are caught too: a missing class must refuse a call just as an exception does.
    private static <T> T guarded(Supplier<T> step, Function<Throwable, T> otherwise) {
        try {
            return step.get();
        } catch (RuntimeException | Error fault) {
            return otherwise.apply(fault);
        }
    }

    private static <T> T logged(Throwable fault, T answer) {
        LOG.log(System.Logger.Level.ERROR, "a call could not be handled", fault);
        return answer;
    }
}
