package io.github.licensing4j.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spring.test.LicenseTokens;
import io.github.licensing4j.spring.test.MovableClock;
import io.github.licensing4j.spring.test.WithLicense;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The test of an application that the guide to testing shows. */
@SpringBootTest(properties = "licensing.catalog.location=classpath:small.yaml")
@AutoConfigureMockMvc
@WithLicense(plan = "free@1")
class WeatherTest {
    @Autowired
    MockMvcTester mvc;

    @Test
    void refusesHourlyForecastOnFreePlan() {
        assertThat(mvc.get().uri("/v1/forecast/hourly")).hasStatus(403);
    }

    @Test
    @WithLicense(plan = "pro@1")
    void grantsHourlyForecastOnProPlan() {
        assertThat(mvc.get().uri("/v1/forecast/hourly")).hasStatusOk();
    }

    @Test
    void refusesThirdCall() {
        assertThat(mvc.get().uri("/v1/forecast/daily")).hasStatusOk();
        assertThat(mvc.get().uri("/v1/forecast/daily")).hasStatusOk();
        assertThat(mvc.get().uri("/v1/forecast/daily"))
                .hasStatus(429)
                .bodyText()
                .contains("\"code\":\"quota-exhausted\"");
    }

    @Test
    void refusesExpiredToken(@Autowired LicenseTokens tokens, @Autowired MovableClock clock) {
        String token = "Bearer " + tokens.forPlan("pro@1");
        assertThat(mvc.get().uri("/v1/forecast/hourly").header("Authorization", token))
                .hasStatusOk();
        clock.advance(Duration.ofDays(3651));
        assertThat(mvc.get().uri("/v1/forecast/hourly").header("Authorization", token))
                .hasStatus(401);
    }
}
