package io.github.licensing4j.benchmarks.server;

import org.springframework.boot.SpringApplication;

/** The API with the starter: a feature, a rate of two bands, a quota, header fields. */
@UnsecuredServer
public class LicensedServer {

    public static void main(String[] arguments) {
        System.setProperty("bucket4j.enabled", "false");
        SpringApplication.run(LicensedServer.class, arguments);
    }
}
