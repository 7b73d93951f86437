package io.github.licensing4j.examples.weather.traffic;

import io.github.licensing4j.Licensing;
import io.github.licensing4j.admin.LicenseAdmin;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Configures the simulation in the profile {@code traffic}. The clock of the library begins in the past. */
@Configuration(proxyBeanMethods = false)
@Profile("traffic")
class TrafficConfiguration {
    @Bean
    SimulatedClock licensingClock(@Value("${traffic.days:91}") int days) {
        return new SimulatedClock(InstantSource.system(), Duration.ofDays(days));
    }

    @Bean
    TrafficGenerator trafficGenerator(
            Licensing licensing, LicenseAdmin admin, SimulatedClock clock, @Value("${traffic.days:91}") int days) {
        return new TrafficGenerator(licensing, admin, clock, days);
    }
}
