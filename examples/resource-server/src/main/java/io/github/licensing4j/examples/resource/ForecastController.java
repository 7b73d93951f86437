package io.github.licensing4j.examples.resource;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.RequiresFeature;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves forecasts, with the requirement of each. The access token and the license of a call are both at hand. */
@RestController
final class ForecastController {

    @GetMapping("/v1/forecast/daily")
    @RequiresFeature("forecast.daily")
    Map<String, Object> daily(@AuthenticationPrincipal Jwt token, License license) {
        return Map.of(
                "client", token.getClaimAsString("azp"), "customer", license.customer(), "days", List.of("sunny"));
    }

    @GetMapping("/v1/forecast/hourly")
    @RequiresFeature("forecast.hourly")
    Map<String, Object> hourly() {
        return Map.of("hours", List.of("sunny", "cloudy"));
    }

    /** Lists stations to analysts: the catalog requires the role. */
    @GetMapping("/v1/stations")
    List<String> stations() {
        return List.of("Oslo-Blindern", "Bergen-Florida");
    }

    @GetMapping("/status")
    @LicenseExempt(reason = "health of the service")
    Map<String, Object> status() {
        return Map.of("status", "ok");
    }
}
