package io.github.licensing4j.benchmarks.server;

import org.springframework.boot.SpringApplication;

/** Runs the API without any check. */
@UnsecuredServer
public class PlainServer {

    public static void main(String[] arguments) {
        System.setProperty("licensing.enabled", "false");
        System.setProperty("bucket4j.enabled", "false");
        SpringApplication.run(PlainServer.class, arguments);
    }
}
