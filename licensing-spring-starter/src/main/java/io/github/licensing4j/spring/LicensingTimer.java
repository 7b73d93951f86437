package io.github.licensing4j.spring;

import io.github.licensing4j.Licensing;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Wraps any engine bean with the timers. */
final class LicensingTimer implements BeanPostProcessor {
    private final ObjectProvider<DecisionMetrics> metrics;

    LicensingTimer(ObjectProvider<DecisionMetrics> metrics) {
        this.metrics = metrics;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Licensing engine && !(bean instanceof TimedLicensing)
                ? new TimedLicensing(engine, metrics.getObject())
                : bean;
    }
}
