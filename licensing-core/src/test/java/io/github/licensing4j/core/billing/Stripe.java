package io.github.licensing4j.core.billing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes meter events as Stripe does: 35 days back, 5 minutes ahead, whole numbers, an identifier once. It forgets an
 * identifier after a day and takes it again then, as it is allowed to.
 */
final class Stripe {
    static final String KEY = "sk_test_of_stripe";
    static final Map<String, String> EVENT_NAMES = Map.of("calls", "api calls", "tokens", "llm tokens");
    private static final String TAKEN = "{\"object\":\"billing.meter_event\"}";

    private final InstantSource clock;
    private final Map<String, Instant> known = new HashMap<>();
    private final Set<String> ever = new HashSet<>();
    private final List<Map<String, String>> events = new ArrayList<>();
    private final List<String> wrongs = new ArrayList<>();
    private int repeats;

    /** What it says to one event. */
    record Answer(int status, String body) {}

    Stripe(InstantSource clock) {
        this.clock = clock;
    }

    synchronized Answer take(Biller.Post post) {
        if (!post.type().equals("application/x-www-form-urlencoded")
                || !("Bearer " + KEY).equals(post.authorization())) {
            wrongs.add("sent as " + post.type());
        }
        Map<String, String> event = new HashMap<>();
        for (String field : post.body().split("&", -1)) {
            int equals = field.indexOf('=');
            event.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
        }
        String identifier = event.getOrDefault("identifier", "");
        Instant now = clock.instant();
        Instant before = known.get(identifier);
        if (before != null && now.isBefore(before.plus(Duration.ofDays(1)))) {
            repeats++;
            return refused("An event already exists with identifier " + identifier + ".");
        }
        String wrong = wrong(event, now);
        if (!wrong.isEmpty()) {
            wrongs.add(wrong + ": " + event);
            return refused(wrong);
        }
        if (!ever.add(identifier)) {
            wrongs.add("billed twice: " + event);
        }
        known.put(identifier, now);
        events.add(event);
        return new Answer(200, TAKEN);
    }

    private static String wrong(Map<String, String> event, Instant now) {
        Instant at = Instant.ofEpochSecond(Long.parseLong(event.getOrDefault("timestamp", "0")));
        if (at.isBefore(now.minus(Duration.ofDays(35))) || at.isAfter(now.plus(Duration.ofMinutes(5)))) {
            return "timestamp must be within the past 35 days and at most 5 minutes ahead";
        }
        if (!event.getOrDefault("identifier", "").matches(".{1,100}")
                || !event.getOrDefault("payload[value]", "").matches("-?[0-9]{1,15}")
                || !event.getOrDefault("payload[stripe_customer_id]", "").startsWith("cus_")
                || !EVENT_NAMES.containsValue(event.get("event_name"))) {
            return "malformed";
        }
        return "";
    }

    private static Answer refused(String message) {
        return new Answer(400, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + message + "\"}}");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static String customer(String license) {
        return "cus_" + license;
    }

    /** What a person finds who looks for an event there. */
    synchronized boolean has(String identifier) {
        return ever.contains(identifier);
    }

    synchronized Sums sums() {
        Sums sums = new Sums();
        for (Map<String, String> event : events) {
            String meter = event.get("event_name").equals("api calls") ? "calls" : "tokens";
            sums.add(
                    event.get("payload[stripe_customer_id]").substring("cus_".length()),
                    meter,
                    Instant.ofEpochSecond(Long.parseLong(event.get("timestamp"))),
                    Long.parseLong(event.get("payload[value]")));
        }
        return sums;
    }

    synchronized int repeats() {
        return repeats;
    }

    synchronized List<String> wrongs() {
        return List.copyOf(wrongs);
    }
}
