package io.github.licensing4j.spring;

import io.github.licensing4j.Health.Status;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Reports health to Boot from 4.0. */
final class Boot4HealthIndicator implements HealthIndicator {
    private final HealthReport report;

    Boot4HealthIndicator(HealthReport report) {
        this.report = report;
    }

    @Override
    public Health health() {
        var health = report.health();
        Health.Builder builder = health.status() == Status.DOWN ? Health.down() : Health.up();
        return builder.withDetails(HealthReport.details(health)).build();
    }
}
