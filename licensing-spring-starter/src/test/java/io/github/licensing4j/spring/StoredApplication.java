package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Starts an application with the engine and its store, for tests of properties. */
final class StoredApplication {
    private StoredApplication() {}

    /** Returns a runner whose catalog is in a directory. */
    static WebApplicationContextRunner in(Path directory) {
        Path catalog = directory.resolve("licensing.yaml");
        try {
            Files.writeString(catalog, "catalog: test\nplans:\n  free@1: {}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        LicensingStoreAutoConfiguration.class,
                        LicensingRedisAutoConfiguration.class,
                        LicensingAutoConfiguration.class))
                .withPropertyValues(
                        "licensing.issuer=https://test.example",
                        "licensing.audience=test",
                        "licensing.keys.generate=true",
                        "licensing.catalog.location=" + catalog);
    }

    /** Starts an application that must fail, and returns the analysis of its failure. */
    static FailureAnalysis failure(WebApplicationContextRunner failing) {
        AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
        failing.run(context -> {
            assertThat(context).hasFailed();
            analysis.set(new LicensingFailureAnalyzer().analyze(context.getStartupFailure()));
        });
        return Objects.requireNonNull(analysis.get(), "an analysis");
    }
}
