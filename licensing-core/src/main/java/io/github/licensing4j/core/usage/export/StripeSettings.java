package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicensingException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * {@code licensing.export.stripe}.
 *
 * @param address the API, by default {@code https://api.stripe.com}
 * @param apiKey a secret or restricted key that may write meter events
 * @param eventNames the event name of each meter in Stripe, 1 to 100 characters; {@link #NONE} for a meter that Stripe does
 *     not bill. Events of other meters are refused
 * @param inSmallestUnit meters with decimal places that Stripe counts in their smallest unit, since it
 *     accepts only whole numbers
 * @param negative how corrections that subtract units are handled
 * @param timeout for one request, from connecting to the last byte of the answer
 */
public record StripeSettings(
        ExportAddress address,
        Secret apiKey,
        Map<String, String> eventNames,
        Set<String> inSmallestUnit,
        Negative negative,
        Duration timeout) {
    /** The event name of a meter that Stripe does not bill. */
    public static final String NONE = "none";

    static final int LONGEST = 100;
    private static final URI API = URI.create("https://api.stripe.com");

    /** The treatment of a correction that subtracts units. */
    public enum Negative {
        /** It is refused, for an operator to handle. */
        REFUSED,
        /** It is sent as a negative value; for meters that sum, and where Stripe is known to accept it. */
        SENT
    }

    public StripeSettings {
        eventNames = Map.copyOf(eventNames);
        inSmallestUnit = Set.copyOf(inSmallestUnit);
        eventNames.forEach((meter, name) -> {
            if (name.isBlank() || name.length() > LONGEST) {
                throw new LicensingException("licensing.export.stripe.event-names has '" + name + "' for meter '"
                        + meter + "', expected 1 to " + LONGEST + " characters");
            }
        });
        if (timeout.isNegative() || timeout.isZero()) {
            throw new LicensingException("licensing.export.stripe needs a time-out above zero, got " + timeout);
        }
    }

    /** Creates settings with Stripe's own address, refusing corrections that subtract units, and a time-out of 10 s. */
    public StripeSettings(Secret apiKey, Map<String, String> eventNames) {
        this(ExportAddress.of(API), apiKey, eventNames, Set.of(), Negative.REFUSED, Duration.ofSeconds(10));
    }

    URI meterEvents() {
        return address.uri().resolve("/v1/billing/meter_events");
    }
}
