package io.github.licensing4j.spring.guide;

import io.github.licensing4j.RequiresFeature;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has the endpoints that the guide to testing tests. */
@SpringBootApplication(
        excludeName = {
            "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration"
        })
@RestController
class WeatherApplication {

    @GetMapping("/v1/forecast/daily")
    @RequiresFeature("forecast.daily")
    String daily() {
        return "sunny";
    }

    @GetMapping("/v1/forecast/hourly")
    @RequiresFeature("forecast.hourly")
    String hourly() {
        return "sunny, cloudy";
    }
}
