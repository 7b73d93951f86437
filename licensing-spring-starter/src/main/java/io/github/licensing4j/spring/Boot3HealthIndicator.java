package io.github.licensing4j.spring;

import io.github.licensing4j.Health.Status;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Reports health to Boot up to 3.5. */
final class Boot3HealthIndicator implements HealthIndicator {
    private final HealthReport report;

    Boot3HealthIndicator(HealthReport report) {
        this.report = report;
    }

    @Override
    public Health health() {
        var health = report.health();
        Health.Builder builder = health.status() == Status.DOWN ? Health.down() : Health.up();
        return builder.withDetails(HealthReport.details(health)).build();
    }
}
