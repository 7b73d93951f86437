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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts an event to a meter event of Stripe, or explains why it must not be sent. */
final class StripeForm {
    /** Stripe accepts no event of an earlier hour. */
    static final Duration PAST = Duration.ofDays(35);
    /** Stripe accepts no event of a later hour. */
    static final Duration FUTURE = Duration.ofMinutes(5);
    /** Stripe recognizes an identifier for a day at least; an hour is subtracted for clocks and requests under way. */
    static final Duration DEDUPLICATED = Duration.ofHours(23);

    private final StripeSettings settings;

    /** The result of converting an event. */
    sealed interface Conversion {}

    /** The body of the request. */
    record Form(String text) implements Conversion {}

    /** The event is not billed by Stripe. */
    record NotBilled() implements Conversion {}

    /** The event must not be sent to Stripe. */
    record Unfit(String reason) implements Conversion {}

    StripeForm(StripeSettings settings) {
        this.settings = settings;
    }

    Conversion of(ExportEvent event, String customer, Instant now) {
        String name = settings.eventNames().get(event.meter());
        if (name == null) {
            return new Unfit(
                    "meter '" + event.meter() + "' has no event name; add it to"
                            + " licensing.export.stripe.event-names, or set it to none if Stripe must not bill it; then replay");
        }
        if (name.equals(StripeSettings.NONE) || event.units() == 0) {
            return new NotBilled();
        }
        String unknown = ExportFormat.unknown(event);
        if (unknown != null) {
            return new Unfit(unknown);
        }
        String untimely = untimely(event, now);
        return untimely != null ? new Unfit(untimely) : valued(event, name, customer);
    }

    private static @Nullable String untimely(ExportEvent event, Instant now) {
        String id = "the event " + identifier(event);
        if (event.hour().from().isBefore(now.minus(PAST))) {
            return "the hour of " + event.hour().from() + " is more than 35 days ago, and Stripe rejects such events;"
                    + " bill its " + event.units() + " units by an invoice item";
        }
        if (event.hour().from().isAfter(now.plus(FUTURE))) {
            return "the hour of " + event.hour().from() + " is more than 5 minutes ahead of " + now
                    + ", and Stripe rejects such events; check the clock, then replay";
        }
        Instant firstSent = event.delivery().attempts() == 0
                ? event.delivery().dueAt()
                : event.delivery().createdAt();
        if (!now.isBefore(firstSent.plus(DEDUPLICATED))) {
            return id
                    + " may have been sent more than a day ago without a recorded response, and Stripe may accept it a"
                    + " second time; check whether Stripe has it, and replay it if not";
        }
        return null;
    }

    private Conversion valued(ExportEvent event, String name, String customer) {
        boolean smallest = settings.inSmallestUnit().contains(event.meter());
        BigDecimal value =
                smallest ? BigDecimal.valueOf(event.units()) : event.quantity().amount();
        if (value.scale() > 0) {
            return new Unfit(
                    value.toPlainString() + " of meter '" + event.meter() + "' is not a whole number, and Stripe"
                            + " accepts only whole numbers; price it in its smallest unit there and add it to"
                            + " licensing.export.stripe.in-smallest-unit, then replay");
        }
        if (value.signum() < 0 && settings.negative() == Negative.REFUSED) {
            return new Unfit("a correction subtracts " + value.negate().toPlainString() + " of meter '" + event.meter()
                    + "' from the hour of " + event.hour().from()
                    + ", and Stripe cancels only whole events, within a"
                    + " day; refund it by a credit note or a negative invoice item");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("event_name", name);
        form.put("identifier", identifier(event));
        form.put("timestamp", Long.toString(event.hour().from().getEpochSecond()));
        form.put("payload[stripe_customer_id]", customer);
        form.put("payload[value]", value.toPlainString());
        return new Form(encoded(form));
    }

    /** Returns the event's id, or a hash of it if it is longer than Stripe accepts. */
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
