package io.github.licensing4j.core.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Fetches a reconciliation report from a running service. */
final class Reconcile {
    static final List<String> OPTIONS = List.of("--url", "--timeout");
    static final List<String> FLAGS = List.of("--allow-http");

    private Reconcile() {}

    static int run(Options options, Map<String, String> environment, PrintStream out, PrintStream err) {
        options.none();
        AdminAddress address = AdminAddress.parse(
                options.required("--url"),
                options.flag("--allow-http") ? AdminAddress.Plain.ALLOWED : AdminAddress.Plain.ON_LOOPBACK);
        Duration timeout = options.optional("--timeout", Reconcile::timeout).orElse(Duration.ofMinutes(5));
        try (AdminClient client = new AdminClient("reconcile", address, environment, timeout)) {
            return ReconciliationPrinter.print(client.get("reconciliation", "report"), out);
        } catch (IOException e) {
            err.println("licensing: " + address.resolve("reconciliation") + ": " + e.getMessage());
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
}
