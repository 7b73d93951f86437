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
        return metrics.identifying(() -> engine.identify(call));
    }

    @Override
    public Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        return metrics.deciding(() -> engine.decide(caller, endpoint, dispatch));
    }
}
