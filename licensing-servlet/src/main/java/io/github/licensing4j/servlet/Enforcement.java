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
import org.jspecify.annotations.Nullable;

/**
 * Calls the engine for the filter. Any exception is an internal fault: it is logged with its cause and refused with
 * {@link RefusalCode#ENFORCEMENT_UNAVAILABLE}, so that no call passes unchecked and none ends as an unhandled 500. Errors
 * are caught too: a missing class must refuse a call just as an exception does.
 */
final class Enforcement {
    private static final System.Logger LOG = System.getLogger(Enforcement.class.getName());

    private final Licensing licensing;
    private final LicensingInfo info;
    private final EnforcementMode mode;
    private final UndecidedCalls undecided;

    Enforcement(Licensing licensing, LicensingInfo info, EnforcementMode mode, UndecidedCalls undecided) {
        this.licensing = licensing;
        this.info = info;
        this.mode = mode;
        this.undecided = undecided;
    }

    /** Returns whether refusals are only reported. */
    boolean observes() {
        return mode == EnforcementMode.OBSERVE;
    }

    /** Returns the record of calls that are answered without a decision. */
    UndecidedCalls undecidedCalls() {
        return undecided;
    }

    Identification identify(Call call) {
        try {
            return licensing.identify(call);
        } catch (RuntimeException | Error fault) {
            return unavailable(fault);
        }
    }

    /** Decides a call at one endpoint. */
    Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        try {
            return licensing.decide(caller, endpoint, dispatch);
        } catch (RuntimeException | Error fault) {
            return recorded(caller, unavailable(fault));
        }
    }

    void settle(Granted granted, Outcome outcome) {
        try {
            granted.reservation().settle(outcome);
        } catch (RuntimeException | Error fault) {
            log(fault);
        }
    }

    /** Returns whether an endpoint requires a license; it does if that cannot be found out. */
    boolean requiresLicense(CalledEndpoint endpoint) {
        try {
            return info.requiresLicense(endpoint);
        } catch (RuntimeException | Error fault) {
            log(fault);
            return true;
        }
    }

    /**
     * Decides a call without its caller: an endpoint that requires no license, and a requirement that cannot be looked
     * up. Empty if the endpoint requires a license, for which the caller must be identified.
     */
    Optional<Decision> withoutCaller(CalledEndpoint endpoint) {
        try {
            return info.requiresLicense(endpoint) ? Optional.empty() : Optional.of(LicenseNotRequired.instance());
        } catch (RuntimeException | Error fault) {
            return Optional.of(unavailable(fault));
        }
    }

    /** Returns whether the bytes of requests may have to be counted; true if that cannot be found out. */
    boolean measuresRequests() {
        try {
            return info.measures().contains(Measure.REQUEST_BYTES);
        } catch (RuntimeException | Error fault) {
            log(fault);
            return true;
        }
    }

    /** Records a refusal of the filter's own for the license of the caller, if the caller is identified. */
    Refused recorded(@Nullable Identification who, Refused refused) {
        if (who instanceof Identified caller) {
            try {
                info.recordRefusal(caller, refused.refusal());
            } catch (RuntimeException | Error fault) {
                log(fault);
            }
        }
        return refused;
    }

    /** Returns the refusal of a call that was answered without a decision. */
    static Refused notDecided() {
        return FilterRefusals.logged(Refusal.of(
                FilterRefusals.newId(),
                RefusalCode.ENFORCEMENT_UNAVAILABLE,
                "The call was answered without a license decision. This is not the caller's fault."));
    }

    /** Returns the refusal of a call that could not be decided because of an internal fault. */
    static Refused unavailable(Throwable fault) {
        log(fault);
        return FilterRefusals.logged(Refusal.of(
                FilterRefusals.newId(),
                RefusalCode.ENFORCEMENT_UNAVAILABLE,
                "The call could not be decided. This is not the caller's fault; try again later."));
    }

    private static void log(Throwable fault) {
        LOG.log(System.Logger.Level.ERROR, "a call could not be handled", fault);
    }
}
