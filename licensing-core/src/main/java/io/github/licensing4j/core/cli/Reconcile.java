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
        try (AdminClient client = AdminClient.open("reconcile", options, environment, Duration.ofMinutes(5))) {
            return print(client, out, err);
        }
    }

    private static int print(AdminClient client, PrintStream out, PrintStream err) {
        try {
            return ReconciliationPrinter.print(client.get("reconciliation", "report"), out);
        } catch (IOException e) {
            err.println("licensing: " + client.address().resolve("reconciliation") + ": " + e.getMessage());
            return Main.USAGE;
        }
    }
}
