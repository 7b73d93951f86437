package io.github.licensing4j.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.LicensingBuilder;
import io.github.licensing4j.core.LicensingEngine;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the catalog with an engine alone, as the guide to testing shows. */
class CatalogTest {
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-10T12:00:00Z"));
    private final KeyFile keys = KeyFile.ephemeral();
    private final LicensingEngine engine = new LicensingBuilder()
            .issuer("https://weather.example")
            .audience("plain-weather")
            .catalog(Path.of("licensing.yaml"))
            .keys(keys)
            .clock(clock)
            .build();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void includesHourlyForecastInProPlanOnly() {
        assertThat(decide("free@1", "forecast.hourly")).isInstanceOf(Refused.class);
        assertThat(decide("pro@1", "forecast.hourly")).isInstanceOf(Granted.class);
    }

    private Decision decide(String plan, String feature) {
        String token = new LicenseTokenIssuer("https://weather.example", "plain-weather", keys, clock)
                .issue(LicenseTokenRequest.of("acme", "lic_" + plan.charAt(0), PlanId.parse(plan), Duration.ofDays(1)));
        Call call = Call.builder("GET", new RequestPath.Canonical("/"))
                .credential(new Credential(Source.BEARER, token))
                .build();
        Identified caller = (Identified) engine.licensing().identify(call);
        return engine.licensing()
                .decide(caller, CalledEndpoint.requiring(Requirement.features(feature)), Dispatch.REQUEST);
    }
}
