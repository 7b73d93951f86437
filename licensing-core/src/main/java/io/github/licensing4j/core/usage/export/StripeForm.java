package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.core.usage.export.StripeSettings.Negative;
import io.github.licensing4j.spi.ExportEvent;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words one event as a meter event of Stripe, or says why Stripe must not get it. */
final class StripeForm {
    /** Stripe takes no event of an hour further back. */
    static final Duration PAST = Duration.ofDays(35);
    /** Nor one further ahead. */
    static final Duration FUTURE = Duration.ofMinutes(5);
    /** Stripe knows an identifier again for a day at least; an hour of that is kept for clocks and requests under way. */
    static final Duration KNOWN_AGAIN = Duration.ofHours(23);

    private final StripeSettings settings;
    private final ToIntFunction<String> scales;

    /** What there is to do for an event. */
    sealed interface Wording {}

    /** The body of the request. */
    record Form(String text) implements Wording {}

    /** It is not for Stripe. */
    record NotBilled() implements Wording {}

    /** Stripe must not get it. */
    record Unfit(String reason) implements Wording {}

    StripeForm(StripeSettings settings, ToIntFunction<String> scales) {
        this.settings = settings;
        this.scales = scales;
    }

    Wording of(ExportEvent event, String customer, Instant now) {
        String name = settings.eventNames().get(event.meter());
        if (name == null) {
            return new Unfit(
                    "meter '" + event.meter() + "' has no event name; add it to"
                            + " licensing.export.stripe.event-names, or say none there if Stripe is not to bill it; then replay");
        }
        if (name.equals(StripeSettings.NONE) || event.units() == 0) {
            return new NotBilled();
        }
        String unknown = ExportFormat.unknown(event, scales);
        if (unknown != null) {
            return new Unfit(unknown);
        }
        String untimely = untimely(event, now);
        return untimely != null ? new Unfit(untimely) : valued(event, name, customer);
    }

    private static @Nullable String untimely(ExportEvent event, Instant now) {
        String id = "the event " + identifier(event);
        if (event.windowStart().isBefore(now.minus(PAST))) {
            return "the hour of " + event.windowStart() + " is more than 35 days ago, and Stripe takes no such event;"
                    + " bill its " + event.units() + " units by an invoice item";
        }
        if (event.windowStart().isAfter(now.plus(FUTURE))) {
            return "the hour of " + event.windowStart() + " is more than 5 minutes ahead of " + now
                    + ", and Stripe takes no such event; check the clock, then replay";
        }
        Instant firstSent = event.attempts() == 0 ? event.dueAt() : event.createdAt();
        if (!now.isBefore(firstSent.plus(KNOWN_AGAIN))) {
            return id
                    + " may have been sent more than a day ago without an answer that was kept, and Stripe may take it a"
                    + " second time; look in Stripe whether it is there, and replay it if it is not";
        }
        return null;
    }

    private Wording valued(ExportEvent event, String name, String customer) {
        boolean smallest = settings.inSmallestUnit().contains(event.meter());
        BigDecimal value = ExportFormat.units(event.units(), smallest ? 0 : scales.applyAsInt(event.meter()));
        if (value.scale() > 0) {
            return new Unfit(
                    value.toPlainString() + " of meter '" + event.meter() + "' is not a whole number, and Stripe"
                            + " takes whole numbers alone; price it in its smallest unit there and add it to"
                            + " licensing.export.stripe.in-smallest-unit, then replay");
        }
        if (value.signum() < 0 && settings.negative() == Negative.REFUSED) {
            return new Unfit("a correction takes " + value.negate().toPlainString() + " of meter '" + event.meter()
                    + "' away from the hour of " + event.windowStart()
                    + ", and Stripe cancels whole events alone, within a"
                    + " day; give it back by a credit note or a negative invoice item");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("event_name", name);
        form.put("identifier", identifier(event));
        form.put("timestamp", Long.toString(event.windowStart().getEpochSecond()));
        form.put("payload[stripe_customer_id]", customer);
        form.put("payload[value]", value.toPlainString());
        return new Form(encoded(form));
    }

    /** The event's id, or a hash of it where it is longer than Stripe takes. */
    static String identifier(ExportEvent event) {
        if (event.id().length() <= StripeSettings.LONGEST) {
            return event.id();
        }
        return Sha256.hex(event.id());
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
