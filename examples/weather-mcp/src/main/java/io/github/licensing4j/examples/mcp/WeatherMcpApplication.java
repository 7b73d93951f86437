package io.github.licensing4j.examples.mcp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server. */
@SpringBootApplication(proxyBeanMethods = false)
public class WeatherMcpApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(WeatherMcpApplication.class, arguments);
    }
}
