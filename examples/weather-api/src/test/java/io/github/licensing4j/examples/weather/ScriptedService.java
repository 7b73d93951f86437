package io.github.licensing4j.examples.weather;

import io.github.licensing4j.examples.checks.ScriptRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The service of this module with an admin API, for the scripts of {@code examples/credentials}. */
final class ScriptedService implements AutoCloseable {
    static final String ADMIN_TOKEN = "0123456789abcdef".repeat(4);
    static final Path SCRIPTS = ReadmeTest.root().resolve("examples/credentials");

    private final ConfigurableApplicationContext context;

    private ScriptedService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts the service.
     *
     * @param data a directory for its database
     * @param properties settings in addition to those of the example, as arguments of the command line
     */
    static ScriptedService start(Path data, InstantSource clock, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--licensing.catalog.location=" + ReadmeTest.root().resolve("examples/weather-api/licensing.yaml"),
                "--licensing.keys.location=",
                "--licensing.keys.generate=true",
                "--licensing.store.data-dir=" + data.resolve("data"),
                "--licensing.admin.token=" + ADMIN_TOKEN,
                "--spring.main.banner-mode=off"));
        Stream.of(properties).forEach(arguments::add);
        return new ScriptedService(new SpringApplicationBuilder(WeatherApplication.class)
                .initializers(starting -> ((GenericApplicationContext) starting)
                        .registerBean("licensingClock", InstantSource.class, () -> clock))
                .run(arguments.toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Returns the address of the service, by a name that certificates have. */
    String address(String scheme) {
        return scheme + "://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** Runs a script with the address of this service as its first argument. */
    ScriptRun run(String script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        String[] all =
                Stream.concat(Stream.of(address("http")), Stream.of(arguments)).toArray(String[]::new);
        return ScriptRun.of(SCRIPTS.resolve(script), environment, all);
    }

    @Override
    public void close() {
        context.close();
    }
}
