package io.github.licensing4j.examples.checks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A process of the example identity provider, which issues access tokens as Keycloak does. Its owner closes it. */
public final class ProviderProcess implements AutoCloseable {
    private final Process process;
    private final String issuer;

    private ProviderProcess(Process process, String issuer) {
        this.process = process;
        this.issuer = issuer;
    }

    /**
     * Starts {@code IdentityProvider.java} on a free port, and waits until it listens.
     *
     * @throws IOException if it does not start
     */
    public static ProviderProcess start(Path source) throws IOException {
        Process process = ScriptRun.builder(source, Map.of(), "0").start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null || !line.startsWith("http")) {
            process.destroyForcibly();
            throw new IOException("the identity provider did not start: " + line);
        }
        return new ProviderProcess(process, line);
    }

    /** Returns the issuer of its tokens, such as {@code http://localhost:8180/realms/weather}. */
    public String issuer() {
        return issuer;
    }

    /** Returns an access token of one of its clients. */
    public String token(String client) throws IOException, InterruptedException {
        String basic =
                Base64.getEncoder().encodeToString((client + ":example-secret").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return JsonMapper.shared().readTree(answer).path("access_token").asString();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
