package io.github.licensing4j.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.examples.checks.ServiceClient;
import io.github.licensing4j.examples.checks.ServiceClient.Sold;
import io.github.licensing4j.examples.checks.Waiting;
import io.github.licensing4j.examples.cluster.node.NodeApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Moves the data of an application from SQLite to PostgreSQL by the command line, and goes on there. */
class MovedNodeTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String REPORT = "/v1/report";
    /** Stored some seconds after a call, at the latest when the service stops. */
    private static final String LAST_USED = ",\"lastUsedAt\":\"[^\"]*\"";

    private static final Duration SHIPPED = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private PostgresServer postgres;
    private Path data;
    private ServiceClient client;

    @BeforeEach
    void start() throws IOException {
        postgres = PostgresServer.start(directory);
        data = directory.resolve("data");
        client = new ServiceClient(URI.create("http://localhost"), TOKEN);
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    /** What administrators and callers read of a license. */
    private record Seen(String license, String limits, String invoice, String usage, String audit, String keys) {}

    @Test
    void goesOnWithEverything() throws Exception {
        Sold sold;
        Sold revoked;
        Seen before;
        try (ConfigurableApplicationContext embedded =
                run("licensing.store.type=embedded", "licensing.store.data-dir=" + data)) {
            use(embedded);
            sold = client.sell("pro@1");
            revoked = client.sell("max@1");
            fill(sold, revoked);
            before = seen(sold.license());
            assertThat(move().output()).as("while the service runs").contains("is in use by process");
        }

        Result moved = move();
        assertThat(moved.output())
                .contains("licensing_licenses", "every call in the journal of node 'local' is in the ledger");
        assertThat(moved.exitCode()).isZero();

        try (ConfigurableApplicationContext shared = run(
                "licensing.store.type=jdbc",
                "licensing.store.audit-key=" + data.resolve("audit.key"),
                "licensing.usage.journal-dir=" + data.resolve("journal"),
                "licensing.keys.location=" + data.resolve("signing-keys.json"))) {
            use(shared);
            assertThat(seen(sold.license())).isEqualTo(before);
            assertThat(client.get(REPORT, revoked.key()).outcome()).isEqualTo("401 credential-revoked");
            assertThat(client.get(REPORT, sold.key()).outcome()).isEqualTo("200");
            awaitSettled(sold, 13);
            assertThat(client.read("/audit/verify").path("valid").asBoolean()).isTrue();
            assertThat(client.read("/reconciliation").path("differences")).isEmpty();
        }
        assertThat(move().output()).contains("the target is not empty");
    }

    /** Makes calls beyond the quota, grants, corrects, revokes, and repeats a request. */
    private void fill(Sold sold, Sold revoked) throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThat(client.get(REPORT, sold.key()).outcome()).isEqualTo("200");
        }
        assertThat(client.get(REPORT, revoked.key()).outcome()).isEqualTo("200");
        String licenses = "/licenses/" + sold.license();
        client.admin("POST", licenses + "/credits", "{\"limit\":\"prepaid\",\"amount\":7,\"reason\":\"goodwill\"}");
        client.admin("POST", licenses + "/tokens", "{\"ttl\":\"PT1H\"}");
        client.admin("DELETE", "/keys/" + revoked.keyId(), "");
        awaitSettled(sold, 12);
        awaitSettled(revoked, 1);
    }

    private void awaitSettled(Sold sold, long units) throws Exception {
        assertThat(Waiting.until(SHIPPED, () -> client.settled(sold.license()) == units))
                .as("%d calls in the ledger", units)
                .isTrue();
    }

    private Seen seen(String license) throws Exception {
        String path = "/licenses/" + license;
        return new Seen(
                client.read(path).toString(),
                client.read(path + "/limits").path("limits").toString(),
                client.read(path + "/invoice").toString(),
                client.read(path + "/usage?by=hour").path("rows").toString(),
                client.read("/audit?license=" + license).toString(),
                client.read(path + "/keys").toString().replaceAll(LAST_USED, ""));
    }

    private ConfigurableApplicationContext run(String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--licensing.catalog.location="
                        + Path.of("src/test/resources/moved.yaml").toAbsolutePath(),
                "--licensing.admin.token=" + TOKEN,
                "--licensing.store.node=local",
                "--spring.datasource.url=" + postgres.jdbcUrl(),
                "--spring.config.location=classpath:moved-application.yaml"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return SpringApplication.run(NodeApplication.class, arguments.toArray(new String[0]));
    }

    private void use(ConfigurableApplicationContext node) {
        String port = node.getEnvironment().getRequiredProperty("local.server.port");
        client = new ServiceClient(URI.create("http://localhost:" + port), TOKEN);
    }

    private record Result(int exitCode, String output) {}

    private Result move() throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "move", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.github.licensing4j.core.cli.Main",
                        "move",
                        "--from",
                        data.toString(),
                        "--to",
                        postgres.jdbcUrl())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("LICENSING_DB_PASSWORD", "postgres"));
        int exitCode = builder.start().waitFor();
        return new Result(exitCode, Files.readString(output));
    }
}
