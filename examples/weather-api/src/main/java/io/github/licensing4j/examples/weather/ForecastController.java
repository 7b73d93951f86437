package io.github.licensing4j.examples.weather;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.Metered;
import io.github.licensing4j.RequiresFeature;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves forecasts, with the requirement of each. */
@RestController
final class ForecastController {
    private static final List<String> SKIES = List.of("sunny", "cloudy", "rain");

    @GetMapping("/v1/forecast/daily")
    @RequiresFeature("forecast.daily")
    Map<String, Object> daily(@RequestParam(defaultValue = "Oslo") String city) {
        return Map.of("city", city, "days", skies(city, 7));
    }

    @GetMapping("/v1/forecast/hourly")
    @RequiresFeature("forecast.hourly")
    Map<String, Object> hourly(@RequestParam(defaultValue = "Oslo") String city) {
        return Map.of("city", city, "hours", skies(city, 24));
    }

    /** Exports forecasts; only the catalog has its requirement and costs. */
    @GetMapping(path = "/v1/export/csv", produces = "text/csv")
    String export(@RequestParam(defaultValue = "Oslo") String city) {
        StringBuilder csv = new StringBuilder("day,sky\n");
        List<String> days = skies(city, 7);
        for (int day = 0; day < days.size(); day++) {
            csv.append(day + 1).append(',').append(days.get(day)).append('\n');
        }
        return csv.toString();
    }

    /** Answers a question; charges the tokens of question and answer. */
    @PostMapping(path = "/v1/ask", consumes = MediaType.TEXT_PLAIN_VALUE)
    @Metered(meter = "tokens", units = 0)
    Map<String, Object> ask(@RequestBody String question, LicenseContext license) {
        String answer = "It will be " + skies(question, 1).get(0) + " where you are.";
        int tokens = answer.split(" ", -1).length + question.split(" ", -1).length;
        license.charge("tokens", tokens);
        return Map.of("answer", answer, "tokens", tokens);
    }

    /** Lists stations to analysts: the catalog requires the role, which the identity provider of the customer gives. */
    @GetMapping("/v1/stations")
    List<String> stations() {
        return List.of("Oslo-Blindern", "Bergen-Florida");
    }

    @GetMapping("/status")
    @LicenseExempt(reason = "health of the service")
    Map<String, Object> status() {
        return Map.of("status", "ok");
    }

    private static List<String> skies(String seed, int count) {
        int start = Math.floorMod(seed.hashCode(), SKIES.size());
        return IntStream.range(0, count)
                .mapToObj(i -> SKIES.get((start + i * i) % SKIES.size()))
                .toList();
    }
}
