package io.github.licensing4j.core;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.core.admin.CallRecords;
import io.github.licensing4j.core.insight.CallMeasurements;
import io.github.licensing4j.core.insight.CallOrigins;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.spi.DecisionListener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies the decision listeners, in order. An exception of one is logged and affects neither the call nor the others. */
final class SafeDecisionListener {
    private static final Logger log = LoggerFactory.getLogger(SafeDecisionListener.class);

    private final DecisionListener[] listeners;
    private final EnforcementMode mode;
    private final RefusalLog refusals;
    private final CallMeasurements measurements;
    private final CallOrigins origins;

    SafeDecisionListener(List<DecisionListener> listeners, EnforcementMode mode, CallRecords calls) {
        this.measurements = calls.measurements();
        this.origins = calls.origins();
        this.listeners = listeners.toArray(DecisionListener[]::new);
        this.mode = mode;
        this.refusals = new RefusalLog(calls.recent());
    }

    void granted(Granted granted) {
        for (DecisionListener listener : listeners) {
            try {
                listener.granted(granted);
            } catch (RuntimeException e) {
                dropped(e);
            }
        }
    }

    /**
     * @param license the verified license of the credential, null if there is none
     * @param endpoint the endpoint, empty if it is not known yet
     */
    void refused(Refusal refusal, @Nullable LicenseId license, String endpoint) {
        refusals.refused(refusal, license, mode);
        measurements.refused(refusal, license, endpoint, mode);
        for (DecisionListener listener : listeners) {
            try {
                listener.refused(refusal, mode);
            } catch (RuntimeException e) {
                dropped(e);
            }
        }
    }

    /** Records a refusal that an outer layer has made and logged. */
    void keep(Refusal refusal, LicenseId license) {
        refusals.keep(license, refusal, mode);
    }

    void settled(Granted granted, CallUsage used, Outcome outcome) {
        measurements.settled(used.requirement().endpoint(), used.decidedMillis());
        String missing = outcome.missingPath();
        if (missing != null) {
            granted.caller().license().ifPresent(license -> origins.missing(license.id(), missing));
        }
        for (DecisionListener listener : listeners) {
            try {
                listener.settled(granted, outcome);
            } catch (RuntimeException e) {
                dropped(e);
            }
        }
    }

    private static void dropped(RuntimeException e) {
        log.warn("A decision listener failed; the call continues without it", e);
    }
}
