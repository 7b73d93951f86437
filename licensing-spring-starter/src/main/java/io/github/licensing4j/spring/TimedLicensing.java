package io.github.licensing4j.spring;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;

/** Times identification and decision of the engine. */
record TimedLicensing(Licensing engine, DecisionMetrics metrics) implements Licensing {

    @Override
    public Identification identify(Call call) {
        long start = metrics.started();
        try {
            return engine.identify(call);
        } finally {
            metrics.identified(start);
        }
    }

    @Override
    public Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        long start = metrics.started();
        try {
            return engine.decide(caller, endpoint, dispatch);
        } finally {
            metrics.decided(start);
        }
    }
}
