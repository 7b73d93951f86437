package io.github.licensing4j.spring;

import static io.github.licensing4j.spring.StoredApplication.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageExporter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Tests the exporters that the properties configure. */
class ExportPropertyMapperTest {
    private static final String KEY = "rk_live_0123456789abcdef";

    @TempDir
    Path dir;

    private WebApplicationContextRunner runner;

    private WebApplicationContextRunner stored;

    @BeforeEach
    void prepare() {
        runner = StoredApplication.in(dir);
        stored = runner.withPropertyValues("licensing.store.data-dir=" + dir.resolve("data"));
    }

    @Test
    void exportsNothingByDefault() {
        stored.run(context -> assertThat(exporters(context)).isEmpty());
    }

    @Test
    void createsEveryConfiguredExporter() {
        stored.withPropertyValues(
                        "licensing.export.grace=1m",
                        "licensing.export.cloud-events.uri=https://events.example/in?k=" + KEY,
                        "licensing.export.cloud-events.token=" + KEY,
                        "licensing.export.stripe.api-key=" + KEY,
                        "licensing.export.stripe.event-names.calls=api_calls",
                        "licensing.export.files.directory=" + dir.resolve("exports"),
                        "licensing.export.files.format=ndjson")
                .run(context -> {
                    assertThat(exporters(context)).containsExactly("cloud-events", "stripe", "files");
                    assertThat(context.getBean(LicensingProperties.class).toString())
                            .doesNotContain(KEY)
                            .contains("api_calls");
                });
    }

    @Test
    void namesMissingProperty() {
        assertThat(failure(stored.withPropertyValues("licensing.export.stripe.event-names.calls=api_calls"))
                        .getAction())
                .contains("Set licensing.export.stripe.api-key to a key of Stripe");
        assertThat(failure(stored.withPropertyValues("licensing.export.cloud-events.token=" + KEY))
                        .getAction())
                .contains("Set licensing.export.cloud-events.uri");
        assertThat(failure(stored.withPropertyValues("licensing.export.files.format=csv"))
                        .getAction())
                .contains("Set licensing.export.files.directory");
    }

    @Test
    void refusesVolatileOrUnencryptedExport() {
        assertThat(failure(runner.withPropertyValues("licensing.export.files.directory=" + dir.resolve("exports")))
                        .getDescription())
                .contains("the store is in memory", "licensing.store.data-dir");
        assertThat(failure(stored.withPropertyValues("licensing.export.cloud-events.uri=http://events.example/in"))
                        .getDescription())
                .contains("expected https");
    }

    private static List<String> exporters(ApplicationContext context) {
        var settings = new ExportPropertyMapper(context.getBean(LicensingProperties.class), InstantSource.system());
        return settings.exporters(context.getBean(Store.class), List.of()).stream()
                .map(UsageExporter::name)
                .toList();
    }
}
