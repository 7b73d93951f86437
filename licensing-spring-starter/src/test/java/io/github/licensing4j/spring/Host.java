package io.github.licensing4j.spring;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs a host's application on real Tomcat with its own keys, and calls it over HTTP. */
final class Host implements AutoCloseable {
    /** Leaves Spring Security out, which is on the class path of these tests. */
    static final String WITHOUT_SECURITY =
            "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration,"
                    + "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration,"
                    + "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration,"
                    + "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
                    + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
                    + "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
                    + "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration,"
                    + "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration";

    private static final List<String> DEFAULTS = List.of(
            "server.port=0",
            "spring.main.banner-mode=off",
            "logging.level.root=OFF",
            "licensing.issuer=https://host.example",
            "licensing.audience=host",
            "licensing.catalog.location=classpath:host.yaml",
            "licensing.keys.generate=true");
    private static final Pattern MONTHLY = Pattern.compile("\"monthly\";r=(\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger licenses = new AtomicInteger();
    private final ConfigurableApplicationContext context;

    private Host(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Host start(Class<?> application, String... properties) {
        // The same argument twice would be a list.
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String property : DEFAULTS) {
            arguments.put(name(property), "--" + property);
        }
        for (String property : properties) {
            arguments.put(name(property), "--" + property);
        }
        return new Host(
                new SpringApplicationBuilder(application).run(arguments.values().toArray(new String[0])));
    }

    private static String name(String property) {
        return property.substring(0, property.indexOf('='));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Returns a token for a new license. */
    String token(String plan) {
        var request = LicenseTokenRequest.of(
                "acme", "lic_" + licenses.incrementAndGet(), PlanId.parse(plan), Duration.ofHours(1));
        return bean(LicenseTokenIssuer.class).issue(request);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    HttpResponse<String> post(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token).POST(BodyPublishers.noBody()));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
    }

    String port() {
        return context.getEnvironment().getRequiredProperty("local.server.port");
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Returns the remaining calls of the quota of 100 in a response; -1 if absent. */
    static int left(HttpResponse<String> answer) {
        Matcher monthly =
                MONTHLY.matcher(answer.headers().firstValue("RateLimit").orElse(""));
        return monthly.find() ? Integer.parseInt(monthly.group(1)) : -1;
    }

    @Override
    public void close() {
        context.close();
    }
}
