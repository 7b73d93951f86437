package io.github.licensing4j.core.cli;

import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.core.http.HttpReply;
import io.github.licensing4j.core.http.HttpReply.Received;
import io.github.licensing4j.core.http.HttpReply.Silent;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Fetches a reconciliation report from a running service. The admin token comes from the environment, because arguments
 * are visible to everyone on the machine.
 */
final class Reconcile {
    static final List<String> OPTIONS = List.of("--url", "--timeout");
    static final List<String> FLAGS = List.of("--allow-http");
    static final String TOKEN = "LICENSING_ADMIN_TOKEN";

    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private Reconcile() {}

    static int run(Options options, Map<String, String> environment, PrintStream out, PrintStream err) {
        options.none();
        AdminAddress address = AdminAddress.parse(
                options.required("--url"),
                options.flag("--allow-http") ? AdminAddress.Plain.ALLOWED : AdminAddress.Plain.ON_LOOPBACK);
        Duration timeout = options.optional("--timeout", Reconcile::timeout).orElse(Duration.ofMinutes(5));
        String token = token(environment);
        try {
            return ReconciliationPrinter.print(fetch(address.reconciliation(), token, timeout), out);
        } catch (IOException e) {
            err.println("licensing: " + address.reconciliation() + ": " + e.getMessage());
            return Main.USAGE;
        }
    }

    private static Duration timeout(String text) {
        Duration timeout = Duration.parse(text);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("expected a time above zero, and at most a day");
        }
        return timeout;
    }

    /** Checked here, because an error of the HTTP client would repeat an invalid header value. */
    private static String token(Map<String, String> environment) {
        String token = environment.getOrDefault(TOKEN, "").strip();
        if (token.isEmpty()) {
            throw new UsageException("the environment variable " + TOKEN + " is missing");
        }
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new UsageException("the environment variable " + TOKEN + " holds what no token has");
        }
        return token;
    }

    /** Returns the whole report, within the time-out. */
    private static byte[] fetch(URI uri, String token, Duration timeout) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .build();
        try (BoundedHttpClient client = new BoundedHttpClient("reconcile", timeout)) {
            HttpReply reply = client.send(request, MAX_BYTES);
            if (reply instanceof Received received) {
                return report(received, timeout);
            }
            Throwable cause = ((Silent) reply).cause();
            throw cause == null
                    ? new IOException("no report within " + timeout)
                    : new IOException("no report, " + cause, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static byte[] report(Received received, Duration timeout) throws IOException {
        if (received.status() != 200) {
            throw new IOException("expected a report, got status " + received.status());
        }
        return switch (received.body()) {
            case COMPLETE -> received.text().getBytes(StandardCharsets.UTF_8);
            case CUT_OFF -> throw new IOException("the report is longer than " + MAX_BYTES + " bytes");
            case BROKEN_OFF -> throw new IOException("no report within " + timeout);
        };
    }
}
