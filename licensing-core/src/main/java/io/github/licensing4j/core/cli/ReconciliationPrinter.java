package io.github.licensing4j.core.cli;

import static io.github.licensing4j.core.cli.ResponseJson.plain;
import static io.github.licensing4j.core.cli.ResponseJson.text;

import java.io.IOException;
import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/** Prints a reconciliation report, one line for each thing in it. */
final class ReconciliationPrinter {
    private ReconciliationPrinter() {}

    /**
     * Prints a report.
     *
     * @return the exit code
     * @throws IOException if it is no report
     */
    static int print(byte[] report, PrintStream out) throws IOException {
        JsonNode read = ResponseJson.read(report);
        JsonNode differences = read.path("differences");
        if (!read.path("clean").isBoolean() || !differences.isArray()) {
            throw new IOException("the response is no reconciliation report");
        }
        // A report that claims to be clean but has differences counts as different.
        boolean clean = read.path("clean").booleanValue() && differences.isEmpty();
        out.println((clean ? "clean" : "differences: " + differences.size()) + ", at " + text(read, "at"));
        differences.forEach(found -> out.println(difference(found)));
        read.path("sources").forEach(source -> out.println(source(source)));
        read.path("exporters")
                .forEach(exporter -> out.println("exporter " + text(exporter, "name") + ": " + text(exporter, "waiting")
                        + " waiting, " + text(exporter, "dead") + " given up"));
        read.path("notes").forEach(note -> out.println("note: " + plain(note)));
        return clean ? Main.OK : Main.NO;
    }

    private static String difference(JsonNode found) {
        return "difference " + text(found, "between") + ", " + text(found, "where") + ", license "
                + text(found, "license") + ", meter " + text(found, "meter") + ": expected " + text(found, "expected")
                + " in " + text(found, "expectedCalls") + " calls, found " + text(found, "found") + " in "
                + text(found, "foundCalls") + " calls";
    }

    private static String source(JsonNode source) {
        return "source " + text(source, "node") + "#" + text(source, "epoch") + ": decided " + text(source, "decided")
                + ", journaled " + text(source, "journaled") + ", unreadable " + text(source, "unreadable")
                + ", shipped " + text(source, "shipped");
    }
}
