package io.github.licensing4j.core.cli;

import static io.github.licensing4j.core.cli.ResponseJson.text;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.cli.AdminClient.Response;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Replays the stored usage of a running service under a draft of its catalog, and prints the effect. */
final class WhatIf {
    static final List<String> OPTIONS = List.of("--url", "--from", "--to", "--timeout");
    static final List<String> FLAGS = List.of("--allow-http");

    private WhatIf() {}

    static int run(Options options, Map<String, String> environment, PrintStream out, PrintStream err) {
        String file = options.only("the draft of the catalog");
        String path = "catalog/what-if?from=" + encoded(options.required("--from")) + "&to="
                + encoded(options.required("--to"));
        String draft = draft(file);
        try (AdminClient client = AdminClient.open("what-if", options, environment, Duration.ofMinutes(5))) {
            try {
                Response response = client.postCatalog(path, draft, "report");
                if (response.isRefused()) {
                    out.println("refused " + text(response.body(), "detail"));
                    return Main.NO;
                }
                return print(response.body(), out);
            } catch (IOException e) {
                err.println("licensing: " + client.address().resolve(path) + ": " + e.getMessage());
                return Main.USAGE;
            }
        }
    }

    private static String draft(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LicensingException("'" + file + "' cannot be read: " + e, e);
        }
    }

    private static int print(JsonNode report, PrintStream out) throws IOException {
        if (!report.path("calls").isNumber() || !report.path("customers").isArray()) {
            throw new IOException("the response is no report");
        }
        JsonNode granted = report.path("granted");
        out.println(text(report, "calls") + " calls, granted " + text(granted, "live") + " live, "
                + text(granted, "draft") + " by the draft");
        for (JsonNode amount : report.path("revenue").path("byCurrency")) {
            out.println("charges in " + both(amount));
        }
        for (JsonNode problem : report.path("problems")) {
            out.println("problem " + text(problem, "kind") + " " + text(problem, "subject") + ": "
                    + text(problem, "detail"));
        }
        out.println(text(report, "differences") + " customers differ");
        for (JsonNode customer : report.path("customers")) {
            JsonNode refused = customer.path("refused");
            StringBuilder line = new StringBuilder(text(customer, "customer") + ": refused " + text(refused, "live")
                    + " live, " + text(refused, "draft") + " by the draft");
            customer.path("revenue").forEach(amount -> line.append("; ").append(both(amount)));
            out.println(line);
        }
        return Main.OK;
    }

    private static String both(JsonNode amount) {
        return text(amount, "currency") + ": " + text(amount, "live") + " live, " + text(amount, "draft")
                + " by the draft";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
