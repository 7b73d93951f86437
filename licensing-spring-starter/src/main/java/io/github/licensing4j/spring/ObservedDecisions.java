package io.github.licensing4j.spring;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.spi.DecisionListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Adds the decision to the current observation of Micrometer, which is that of the server request, as values of high cardinality:
 * they reach traces, and no metrics.
 */
final class ObservedDecisions implements DecisionListener, SmartInitializingSingleton {
    private final ObjectProvider<ObservationRegistry> registries;
    // Registries are created late in a context, but before the first call.
    private volatile @Nullable ObservationRegistry registry;

    ObservedDecisions(ObjectProvider<ObservationRegistry> registries) {
        this.registries = registries;
    }

    @Override
    public void afterSingletonsInstantiated() {
        registries.ifUnique(found -> registry = found);
    }

    @Override
    public void granted(Granted granted) {
        observed(observation -> DecisionAttributes.of(granted, observation::highCardinalityKeyValue));
    }

    @Override
    public void refused(Refusal refusal, EnforcementMode mode) {
        observed(observation -> DecisionAttributes.of(refusal, mode, observation::highCardinalityKeyValue));
    }

    private void observed(Consumer<Observation> decision) {
        ObservationRegistry known = registry;
        Observation current = known == null ? null : known.getCurrentObservation();
        if (current != null && !current.isNoop()) {
            decision.accept(current);
        }
    }
}
