package io.github.licensing4j.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.licensing4j.RequiresFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A host in its own process that repeats one call, and then makes it once more for each line of its input. */
final class WarmHost {
    static final String READY = "ready";

    private static final int REPETITIONS = 300;

    private WarmHost() {}

    @LicensedWebHost
    @ImportAutoConfiguration(LicensingMetricsAutoConfiguration.class)
    @Import(Reports.class)
    static class App {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @RestController
    static class Reports {
        @GetMapping("/reports/{id}")
        @RequiresFeature("report.read")
        String report() {
            return "report";
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[0]);
        try (Host host = Host.start(
                App.class,
                "licensing.catalog.location=" + dir.resolve("licensing.yaml"),
                "licensing.store.data-dir=" + dir.resolve("data"))) {
            String token = host.token("warm@1");
            for (int i = 0; i < REPETITIONS; i++) {
                call(host, token);
            }
            System.out.println(READY);
            while (System.in.read() >= 0) {
                call(host, token);
                System.out.write((READY + "\n").getBytes(US_ASCII));
                System.out.flush();
            }
        }
    }

    private static void call(Host host, String token) throws Exception {
        int status = host.get("/reports/7", token).statusCode();
        if (status != 200) {
            throw new IllegalStateException("the call was answered with " + status);
        }
    }
}
