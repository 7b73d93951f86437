package io.github.licensing4j.core.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<byte[]> report =
                client.sendAsync(request, BodyHandlers.ofInputStream()).thenApplyAsync(Reconcile::report);
        try {
            return report.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            report.cancel(true);
            throw new IOException("no report within " + timeout, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException failed
                    ? failed.getCause()
                    : new IOException("no report, " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static byte[] report(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("expected a report, got status " + answer.statusCode());
            }
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("the report is longer than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
