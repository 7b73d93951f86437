package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.usage.export.ExportClient.Answer;
import io.github.licensing4j.core.usage.export.ExportClient.Answered;
import io.github.licensing4j.core.usage.export.ExportClient.Request;
import io.github.licensing4j.core.usage.export.ExportClient.Silent;
import io.github.licensing4j.core.usage.export.StripeForm.Conversion;
import io.github.licensing4j.core.usage.export.StripeForm.Form;
import io.github.licensing4j.core.usage.export.StripeForm.Unfit;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.EventResult;
import io.github.licensing4j.spi.ExportResult.Refused;
import io.github.licensing4j.spi.ExportResult.Retry;
import io.github.licensing4j.spi.UsageExporter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts meter events to Stripe, one request per event, with the event's id as {@code identifier}. Stripe rejects an
 * identifier that it has already received; it keeps identifiers for a day only, so an event that may have been sent
 * longer ago is refused rather than sent again.
 *
 * <p>No {@code Idempotency-Key} is sent: under one, Stripe repeats a 500 for a day instead of trying again.
 */
public final class StripeExporter implements UsageExporter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String DUPLICATE = "An event already exists with identifier";
    /** Statuses that concern the content: the same request will be rejected again. */
    private static final Set<Integer> PERMANENT = Set.of(400, 402, 404);

    private final StripeSettings settings;
    private final StripeForm form;
    private final Function<LicenseId, Optional<String>> customers;
    private final InstantSource clock;
    private final ExportClient client;

    /**
     * Creates an exporter.
     *
     * @param customers returns the Stripe customer id of a license, {@code external.stripe} of the license
     */
    public StripeExporter(
            StripeSettings settings, Function<LicenseId, Optional<String>> customers, InstantSource clock) {
        this.settings = settings;
        this.form = new StripeForm(settings);
        this.customers = customers;
        this.clock = clock;
        this.client = new ExportClient(settings.timeout(), clock);
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Set<String> meters() {
        return settings.eventNames().keySet();
    }

    @Override
    public ExportResult export(List<ExportEvent> events) throws InterruptedException {
        return OneByOne.export(events, this::export);
    }

    private EventResult export(ExportEvent event) throws InterruptedException {
        Optional<String> customer = customers.apply(event.license());
        Conversion conversion = form.of(event, customer.orElse(""), clock.instant());
        if (conversion instanceof Unfit unfit) {
            return new Refused(unfit.reason());
        }
        if (!(conversion instanceof Form text)) {
            return new Accepted();
        }
        return customer.isPresent()
                ? post(text)
                : new Refused("license '" + event.license().value()
                        + "' has no customer in Stripe; set external.stripe of it to the cus_… id, then replay");
    }

    private EventResult post(Form text) throws InterruptedException {
        Answer answer = client.post(new Request(
                settings.meterEvents(), FORM, text.text(), settings.apiKey().bearer()));
        return answer instanceof Silent silent ? new Retry(silent.error(), null) : outcome((Answered) answer);
    }

    private EventResult outcome(Answered answered) {
        if (answered.isSuccess()) {
            return new Accepted();
        }
        String status = "status " + answered.status();
        if (!PERMANENT.contains(answered.status())) {
            return new Retry(status, answered.retryAfter());
        }
        String message = message(answered.body());
        return answered.status() == 400 && message.startsWith(DUPLICATE)
                ? new Accepted()
                : new Refused(status
                        + (message.isEmpty() ? "" : ": " + settings.apiKey().hiddenIn(message)));
    }

    /** Returns the error message of Stripe's response; empty if it has none. */
    private static String message(String body) {
        try {
            JsonNode message = JSON.readTree(body).path("error").path("message");
            return message.isString() ? message.stringValue() : "";
        } catch (JacksonException e) {
            // A proxy between this process and Stripe has responded.
            return "";
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
