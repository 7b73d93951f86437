package io.github.licensing4j.spi;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import java.util.List;

record CompositeDecisionListener(List<DecisionListener> listeners) implements DecisionListener {

    @Override
    public void granted(Granted granted) {
        listeners.forEach(listener -> listener.granted(granted));
    }

    @Override
    public void refused(Refusal refusal, EnforcementMode mode) {
        listeners.forEach(listener -> listener.refused(refusal, mode));
    }

    @Override
    public void settled(Granted granted, Outcome outcome) {
        listeners.forEach(listener -> listener.settled(granted, outcome));
    }
}
