package io.github.licensing4j.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.spring.WebhookReceiver.Message;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL, of which one is killed while it holds the export of usage. */
class KilledNodeTest {
    private static final AdminContext BY = AdminContext.by("ann", "because");
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofDays(40));

    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private EmbeddedPostgres postgres;
    private WebhookReceiver receiver;
    private @Nullable Process killed;
    private String suspended = "";

    @BeforeEach
    void open() throws IOException {
        SharedNode.EXPORTED.clear();
        SharedNode.now = START;
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(dir.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
        receiver = new WebhookReceiver();
    }

    @AfterEach
    void close() throws IOException {
        if (killed != null) {
            killed.destroyForcibly();
        }
        receiver.close();
        postgres.close();
    }

    private List<String> properties(String node) throws IOException {
        Path own = Files.createDirectories(dir.resolve(node));
        Path audit = dir.resolve("audit.key");
        if (Files.exists(audit) && !Files.exists(own.resolve("audit.key"))) {
            Files.copy(audit, own.resolve("audit.key"));
        }
        List<String> properties = new ArrayList<>(List.of(
                Host.WITHOUT_SECURITY,
                "test.jdbc=" + postgres.getJdbcUrl("postgres", "postgres"),
                "licensing.store.type=jdbc",
                "licensing.store.node=" + node,
                "licensing.store.audit-key=" + own.resolve("audit.key"),
                "licensing.usage.journal-dir=" + own.resolve("journal")));
        properties.addAll(receiver.properties());
        return properties;
    }

    private Host node(String name) throws IOException {
        return Host.start(SharedNode.class, properties(name).toArray(new String[0]));
    }

    /** Exports run once a minute, so this takes two minutes. */
    @Test
    @Tag("proof")
    void survivorSendsEachMessageAndEventOnce() throws Exception {
        String key;
        try (Host first = node("a")) {
            key = prepare(first);
        }
        Files.copy(dir.resolve("a").resolve("audit.key"), dir.resolve("audit.key"));
        BufferedReader child = startOfChild("b");
        int port = Integer.parseInt(line(child, "port ").substring("port ".length()));
        for (int i = 0; i < 3; i++) {
            assertThat(call(port, key)).isEqualTo(200);
        }
        assertThat(line(child, "exporting")).isEqualTo("exporting");
        try (Host first = node("a")) {
            assertThat(holder())
                    .as("the killed node held the task")
                    .startsWith("b/" + Objects.requireNonNull(killed).pid() + "@");
            assertThat(SharedNode.EXPORTED).isEmpty();
            receiver.await("usage.period-closed");
            receiver.await("license.expired");
            kill();
            first.bean(LicenseAdmin.class).licenses().suspend(suspended, BY);
            receiver.await("license.suspended");
            awaitExport();
            try (Host second = node("b")) {
                assertThat(second.get("/read", key).statusCode()).isEqualTo(200);
                assertThat(second.bean(LicenseAdmin.class).audit().verify().broken())
                        .isEmpty();
            }
            assertThat(first.bean(LicenseAdmin.class).audit().verify().broken()).isEmpty();
        }
        checkSentOnce();
    }

    private void checkSentOnce() throws SQLException {
        assertThat(receiver.received()).extracting(Message::id).doesNotHaveDuplicates();
        assertThat(receiver.received())
                .extracting(Message::type)
                .containsOnlyOnce("license.expired", "usage.period-closed", "license.suspended");
        assertThat(SharedNode.EXPORTED).hasSize(1);
        assertThat(charged())
                .as("one call before, three of the killed node, one after")
                .isEqualTo(5);
    }

    /** Stores a license that expires and one that does not, and makes a call. Returns a key of the latter. */
    private String prepare(Host node) throws Exception {
        LicenseAdmin admin = node.bean(LicenseAdmin.class);
        suspended = admin.licenses().create(license(null), BY).id();
        admin.licenses().create(license(START.plus(Duration.ofDays(10))), BY);
        String license = admin.licenses().create(license(null), BY).id();
        String key = admin.keys().create(license, KeyRequest.plain(), BY).key();
        assertThat(node.get("/read", key).statusCode()).isEqualTo(200);
        receiver.await("license.created");
        return key;
    }

    private static NewLicense license(@Nullable Instant expires) {
        return new NewLicense(
                "acme",
                PlanId.parse("free@1"),
                NewLicense.Purchase.BOUGHT,
                null,
                ZoneOffset.UTC,
                null,
                expires,
                null,
                Map.of(),
                CallerBindings.none());
    }

    private BufferedReader startOfChild(String name) throws IOException {
        SharedNode.now = LATER;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dtest.now=" + LATER,
                "-cp",
                System.getProperty("java.class.path"),
                SharedNode.class.getName()));
        command.addAll(properties(name));
        Process child = new ProcessBuilder(command)
                .redirectError(dir.resolve("child.log").toFile())
                .start();
        killed = child;
        return new BufferedReader(new InputStreamReader(child.getInputStream(), US_ASCII));
    }

    private String line(BufferedReader out, String start) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new AssertionError("the child ended: " + Files.readString(dir.resolve("child.log")));
    }

    private void kill() throws InterruptedException {
        // On Linux this is kill -9.
        Process child = Objects.requireNonNull(killed);
        child.destroyForcibly();
        assertThat(child.waitFor()).isEqualTo(137);
    }

    private int call(int port, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/read"))
                .header("Authorization", "Bearer " + key)
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    private String holder() throws SQLException {
        return column("select holder from licensing_task_leases where task = 'export usage'");
    }

    private long charged() throws SQLException {
        return Long.parseLong(column("select sum(calls) from licensing_usage"));
    }

    private String column(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    /** The lease of the killed node ends 30 s after its last extension. */
    private void awaitExport() throws InterruptedException {
        for (int i = 0; SharedNode.EXPORTED.isEmpty(); i++) {
            assertThat(i).as("seconds until the export").isLessThan(90);
            receiver.receive(Duration.ofSeconds(1));
        }
    }
}
