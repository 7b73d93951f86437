package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.usage.export.Secret;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.LicenseListener;
import io.github.licensing4j.spi.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Creates and misuses every kind of secret while everything is logged, and checks that none leaks. */
class SecretsTest {
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");
    private static final String ADMIN = "adm1n-t0ken-0123456789abcdef0123456789";
    private static final String SHARED = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    private static final String PATH_SECRET = "T0KEN-IN-THE-PATH";
    private static final String STRIPE = "sk_live_51H0nEyStr1peKey";
    private static final String EVENTS = "om_t0ken_0fCl0udEvents";
    private static final Map<String, String> CONFIGURED = Map.of(
            "admin token", ADMIN,
            "webhook secret", SHARED,
            "webhook signing key", SEED,
            "webhook address", PATH_SECRET,
            "key of Stripe", STRIPE,
            "token of CloudEvents", EVENTS);
    private static final List<String> RECORDED = new CopyOnWriteArrayList<>();

    @TempDir
    Path dir;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<String> texts = new ArrayList<>();
    private @Nullable Host started;

    @EnableAutoConfiguration
    @Import(WriteController.class)
    static class App {
        @Bean
        LicenseListener hearsOfLicenses() {
            return event -> RECORDED.add(event.toString());
        }

        @Bean
        DecisionListener hearsOfDecisions() {
            return new DecisionListener() {
                @Override
                public void granted(Granted granted) {
                    RECORDED.add(granted.toString() + granted.caller());
                }

                @Override
                public void refused(Refusal refusal, EnforcementMode mode) {
                    RECORDED.add(refusal.toString());
                }

                @Override
                public void settled(Granted granted, Outcome outcome) {
                    RECORDED.add(granted + " " + outcome);
                }
            };
        }
    }

    @Test
    void leaksNoSecret() throws Exception {
        CountDownLatch refused = new CountDownLatch(2);
        Map<String, String> received = new ConcurrentHashMap<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            received.put(authorization, exchange.getRequestURI().getPath());
            // As an endpoint that quotes the input in its error.
            byte[] answer = ("{'error':{'message':'No such key: " + authorization.replace("Bearer ", "") + "'}}")
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(authorization.contains(STRIPE) ? 400 : 500, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
            refused.countDown();
        });
        receiver.start();
        PrintStream console = System.out;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setOut(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            started = start("http://127.0.0.1:" + receiver.getAddress().getPort() + "/" + PATH_SECRET);
            useAndMisuse();
            assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
            lookAround();
            makeExports();
            host().close();
            assertThat(received).containsKeys("Bearer " + STRIPE, "Bearer " + EVENTS);
        } finally {
            System.setOut(console);
            receiver.stop(0);
        }
        String log = logged.toString(StandardCharsets.UTF_8);
        assertThat(log).contains("A credential from").contains("DEBUG");
        assertThat(RECORDED)
                .anyMatch(text -> text.startsWith("LicenseEvent"))
                .anyMatch(text -> text.startsWith("Refusal"));
        texts.add(log);
        texts.addAll(RECORDED);
        addFiles();
        assertThat(secrets)
                .hasSize(13)
                .allSatisfy((name, secret) -> assertThat(secret).hasSizeGreaterThan(15));
        assertThat(leaks()).isEmpty();
        assertThatTheSearchFinds();
    }

    private Host host() {
        return Objects.requireNonNull(started, "it is started first");
    }

    private Host start(String receiver) {
        secrets.putAll(CONFIGURED);
        return Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "logging.level.io.github.licensing4j=TRACE",
                "licensing.catalog.location=classpath:managed.yaml",
                "licensing.store.data-dir=" + dir.resolve("data"),
                "licensing.keys.generate=false",
                "licensing.tokens.refresh=true",
                "licensing.external-uri=https://host.example",
                "licensing.webhooks[0].url=" + receiver,
                "licensing.webhooks[0].name=shared",
                "licensing.webhooks[0].secret=whsec_" + SHARED,
                "licensing.webhooks[0].allow-http=true",
                "licensing.webhooks[1].url=" + receiver,
                "licensing.webhooks[1].name=signed",
                "licensing.webhooks[1].signing-key=whsk_" + SEED,
                "licensing.webhooks[1].allow-http=true",
                "licensing.export.stripe.uri=" + receiver,
                "licensing.export.stripe.allow-http=true",
                "licensing.export.stripe.api-key=" + STRIPE,
                "licensing.export.stripe.event-names.calls=calls",
                "licensing.export.cloud-events.uri=" + receiver,
                "licensing.export.cloud-events.allow-http=true",
                "licensing.export.cloud-events.token=" + EVENTS,
                "licensing.export.files.directory=" + dir.resolve("usage"),
                "licensing.admin.token=" + ADMIN);
    }

    private void useAndMisuse() throws Exception {
        String license = text(
                json(admin("POST", "/licenses", "{'customer':'acme','plan':'pro@1','external':{'stripe':'cus_1'}}")),
                "id");
        JsonNode made = json(admin("POST", "/licenses/" + license + "/keys", "{}"));
        String key = secret("api key", text(made, "key"));
        JsonNode rotated = json(admin("POST", "/keys/" + text(made, "keyId") + "/rotate", "{'overlap':'PT1H'}"));
        String fresh = secret("rotated api key", text(rotated, "key"));
        JsonNode exchanged = json(form("grant_type=client_credentials", fresh));
        String token = secret("license token", text(exchanged, "access_token"));
        secret("token signature", token.substring(token.lastIndexOf('.') + 1));
        String refresh = secret("refresh token", text(exchanged, "refresh_token"));
        assertThat(host().get("/write", key).statusCode()).isEqualTo(200);
        assertThat(host().get("/write", token).statusCode()).isEqualTo(200);
        // From here on, secrets are misused, and every response is checked.
        String body = refresh.replace("+", "%2B");
        form("grant_type=refresh_token&refresh_token=" + body, null);
        keep(form("grant_type=refresh_token&refresh_token=" + body, null));
        keep(form("grant_type=refresh_token&refresh_token=x" + body, null));
        keep(form("grant_type=" + body, key));
        keep(host().get("/write", token));
        keep(host().get("/write", token + "x"));
        keep(host().get("/write", key + "x"));
        keep(host().get("/write?access_token=" + key));
        keep(host().get("/licensing/v1/licenses", ADMIN + "x"));
        keep(host().get("/licensing/v1/licenses", key));
        keep(host().get("/licensing/v1/me", fresh));
        keep(admin("POST", "/licenses", "{'customer':'" + key + "'"));
        keep(admin("POST", "/licenses/" + license + "/keys", "{'bind':{'ips':['" + ADMIN.length() + "']}}"));
        keep(admin("GET", "/licenses/" + license + "/keys", ""));
        keep(admin("DELETE", "/keys/" + text(made, "keyId"), ""));
        keep(host().get("/write", key));
        keep(admin("POST", "/signing-keys", "{}"));
        keep(admin("GET", "/signing-keys", ""));
        keep(host().get("/.well-known/licensing-jwks.json"));
        keep(host().get("/licensing/v1/status-list/0"));
        keep(admin("GET", "/audit?limit=100", ""));
    }

    /** The last delivery at shutdown sends them, and the responses are logged and stored. */
    private void makeExports() throws Exception {
        keep(admin("GET", "/usage", ""));
        Store store = host().bean(Store.class);
        Instant now = InstantSource.system().instant();
        for (String exporter : List.of("stripe", "cloud-events", "files")) {
            assertThat(store.usage().exports().createEvents(exporter, LATER, now, 100))
                    .isPositive();
            store.usage().exports().due(exporter, LATER, 100).forEach(event -> texts.add(event.toString()));
        }
        keep(admin("GET", "/exports/dead", ""));
        keep(admin("GET", "/reconciliation", ""));
    }

    private void lookAround() throws IOException {
        LicensingInfo info = host().bean(LicensingInfo.class);
        info.health().components().forEach(component -> texts.add(component.toString()));
        Store store = host().bean(Store.class);
        assertThat(store.outbox().due(LATER, 100)).isNotEmpty();
        store.outbox().due(LATER, 100).forEach(message -> texts.add(message.toString()));
        store.audit().read(null, null, 100).items().forEach(entry -> texts.add(entry.toString()));
        Stream.of(
                        host().bean(LicensingProperties.class),
                        host().bean(KeyRing.class),
                        host().bean(Licensing.class),
                        store,
                        AuditKey.at(dir.resolve("data").resolve("audit.key")),
                        WebhookKey.shared("whsec_" + SHARED),
                        WebhookKey.ed25519("whsk_" + SEED),
                        new WebhookPropertyMapper(host().bean(LicensingProperties.class)).settings(),
                        host().bean(LicensingProperties.class).export(),
                        new ExportPropertyMapper(host().bean(LicensingProperties.class), InstantSource.system())
                                .exporters(store, List.of()),
                        new Secret("key", STRIPE))
                .forEach(object -> texts.add(object.toString()));
        JsonNode ring = JsonMapper.shared()
                .readTree(Files.readString(dir.resolve("data").resolve("signing-keys.json")));
        secret("private signing key", ring.get("keys").get(0).get("d").asString());
        secret(
                "audit key",
                Files.readString(dir.resolve("data").resolve("audit.key")).strip());
    }

    /** Returns all stored data except the two key files: no secret is stored in clear. */
    private void addFiles() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("audit.key") && !name.equals("signing-keys.json")) {
                    texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private List<String> leaks() {
        List<String> found = new ArrayList<>();
        secrets.forEach((name, secret) -> texts.stream()
                .filter(text -> text.contains(secret))
                .forEach(text -> found.add(name + " in: "
                        + text.substring(Math.max(0, text.indexOf(secret) - 200), text.indexOf(secret)))));
        return found;
    }

    /** Checks that the search finds a secret that is there. */
    private void assertThatTheSearchFinds() {
        secrets.forEach((name, secret) -> {
            texts.add("before " + secret + " after");
            assertThat(leaks()).contains(name + " in: before ");
            texts.remove(texts.size() - 1);
        });
    }

    private String secret(String name, String value) {
        secrets.put(name, value);
        return value;
    }

    private void keep(HttpResponse<String> answer) {
        texts.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }

    private HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return host().send(host().request("/licensing/v1" + path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private HttpResponse<String> form(String form, @Nullable String key) throws Exception {
        HttpRequest.Builder request = host().request("/licensing/v1/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return host().send(key == null ? request : request.header("X-API-Key", key));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String text(JsonNode node, String member) {
        return node.get(member).asString();
    }
}
