package io.github.licensing4j.examples.resource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the API. */
@SpringBootApplication(proxyBeanMethods = false)
public class ResourceServerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ResourceServerApplication.class, arguments);
    }
}
