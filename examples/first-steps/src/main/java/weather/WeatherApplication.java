package weather;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.Metered;
import io.github.licensing4j.RequiresFeature;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class WeatherApplication {
    public static void main(String[] args) {
        SpringApplication.run(WeatherApplication.class, args);
    }

    @GetMapping("/v1/forecast/daily")
    @RequiresFeature("forecast.daily")
    Map<String, Object> daily() {
        return Map.of("days", List.of("sunny", "rain"));
    }

    @GetMapping("/v1/forecast/hourly")
    @RequiresFeature("forecast.hourly")
    Map<String, Object> hourly() {
        return Map.of("hours", List.of("sunny", "cloudy", "rain"));
    }

    @PostMapping(path = "/v1/ask", consumes = "text/plain")
    @Metered(meter = "tokens", units = 0)
    Map<String, Object> ask(@RequestBody String question, LicenseContext license) {
        int tokens = question.split(" ").length;
        license.charge("tokens", tokens);
        return Map.of("answer", "It will rain.", "tokens", tokens);
    }
}
