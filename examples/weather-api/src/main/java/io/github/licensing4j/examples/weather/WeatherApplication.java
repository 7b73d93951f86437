package io.github.licensing4j.examples.weather;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the API. */
@SpringBootApplication(proxyBeanMethods = false)
public class WeatherApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(WeatherApplication.class, arguments);
    }
}
