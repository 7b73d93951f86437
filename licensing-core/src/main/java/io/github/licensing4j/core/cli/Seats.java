package io.github.licensing4j.core.cli;

import static io.github.licensing4j.core.cli.ResponseJson.text;

import io.github.licensing4j.core.cli.AdminClient.Response;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lists, assigns and releases the seats of one license of a running service. */
final class Seats {
    static final List<String> OPTIONS = List.of("--url", "--limit", "--holder", "--reason", "--timeout");
    static final List<String> FLAGS = List.of("--allow-http");

    private static final List<String> OF_CHANGES = List.of("--limit", "--holder", "--reason");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final AdminClient client;
    private final String path;
    private final PrintStream out;

    private Seats(AdminClient client, String license, PrintStream out) {
        this.client = client;
        this.path = "licenses/" + encoded(license) + "/seats";
        this.out = out;
    }

    static int run(Options options, Map<String, String> environment, PrintStream out, PrintStream err) {
        List<String> arguments = options.arguments(2, "LICENSE and one of list, assign, release");
        String body = body(arguments.get(1), options);
        try (AdminClient client = AdminClient.open("seats", options, environment, Duration.ofMinutes(1))) {
            Seats seats = new Seats(client, arguments.get(0), out);
            try {
                return body == null ? seats.list() : seats.change(arguments.get(1), body);
            } catch (IOException e) {
                err.println("licensing: " + client.address().resolve(seats.path) + ": " + e.getMessage());
                return Main.USAGE;
            }
        }
    }

    /** Returns the body of a change, null for the list. */
    private static @Nullable String body(String action, Options options) {
        if (action.equals("list")) {
            OF_CHANGES.stream()
                    .filter(option -> options.optional(option).isPresent())
                    .findFirst()
                    .ifPresent(option -> {
                        throw new UsageException("option " + option + " is not one of seats list");
                    });
            return null;
        }
        if (!action.equals("assign") && !action.equals("release")) {
            throw new UsageException("unknown action '" + action + "', expected list, assign or release");
        }
        ObjectNode body = MAPPER.createObjectNode().put("holder", options.required("--holder"));
        options.optional("--limit").ifPresent(limit -> body.put("limit", limit));
        options.optional("--reason").ifPresent(reason -> body.put("reason", reason));
        return body.toString();
    }

    private int list() throws IOException {
        long count = 0;
        String page = path + "?limit=1000";
        while (page != null) {
            Response response = client.exchange("GET", page, null, "list of seats");
            if (response.isRefused()) {
                return refused(response);
            }
            JsonNode read = response.body();
            if (!read.path("seats").isArray()) {
                throw new IOException("the response is no list of seats");
            }
            for (JsonNode seat : read.path("seats")) {
                out.println(line(seat));
                count++;
            }
            JsonNode next = read.path("next");
            page = next.isString() ? path + "?limit=1000&cursor=" + encoded(next.stringValue()) : null;
        }
        out.println(count + (count == 1 ? " seat" : " seats"));
        return Main.OK;
    }

    private int change(String action, String body) throws IOException {
        boolean assigns = action.equals("assign");
        Response response = client.exchange(assigns ? "POST" : "DELETE", path, body, "seat");
        if (response.isRefused()) {
            return refused(response);
        }
        JsonNode seat = response.body();
        if (!seat.path("holder").isString()) {
            throw new IOException("the response is no seat");
        }
        out.println((assigns ? "assigned " : "released ") + line(seat));
        return Main.OK;
    }

    private int refused(Response response) {
        out.println("refused " + text(response.body(), "detail"));
        return Main.NO;
    }

    private static String line(JsonNode seat) {
        boolean isReleased = seat.path("releasedAt").isString();
        boolean hasEnd = seat.path("expiresAt").isString();
        return text(seat, "limit") + " " + text(seat, "of") + " " + text(seat, "holder") + ": " + text(seat, "state")
                + (isReleased ? ", released " + text(seat, "releasedAt") : ", taken " + text(seat, "takenAt"))
                + (hasEnd ? ", until " + text(seat, "expiresAt") : ", without an end");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
