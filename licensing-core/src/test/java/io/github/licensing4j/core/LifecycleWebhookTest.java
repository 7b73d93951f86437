package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.core.webhook.WebhookSettings;
import io.github.licensing4j.spi.OutboxMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages that are stored for webhooks with each change, and the administration of dead ones. */
class LifecycleWebhookTest {
    private static final WebhookKey KEY = WebhookKey.shared("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final WebhookSettings OPTIONS = new WebhookSettings(
            List.of(endpoint("all", "*"), endpoint("fraud", "license.suspended")),
            Duration.ofSeconds(1),
            15,
            Duration.ofDays(3),
            Duration.ofDays(1));

    @TempDir
    Path dir;

    private AdminFixture fixture;

    private static WebhookEndpoint endpoint(String name, String topic) {
        return new WebhookEndpoint(name, URI.create("https://hooks.invalid/"), KEY, Set.of(topic), Plain.REFUSED);
    }

    @BeforeEach
    void open() {
        fixture = new AdminFixture(dir, new InMemoryStore(), options -> options.webhooks(OPTIONS));
    }

    @AfterEach
    void close() {
        // Nothing is sent at the close.
        waiting().forEach(message -> fixture.store.outbox().delivered(message.id()));
        fixture.close();
    }

    private List<OutboxMessage> waiting() {
        return fixture.store.outbox().due(fixture.clock.instant(), 100);
    }

    private String license() {
        return fixture.newLicense("pro@1");
    }

    @Test
    void eachEndpointGetsCopyOfItsTopics() {
        String license = license();
        fixture.admin.licenses().suspend(license, BY);
        assertThat(waiting())
                .extracting(message -> message.topic() + " " + message.id().substring(30))
                .containsExactlyInAnyOrder(
                        "license.created .all", "license.suspended .all", "license.suspended .fraud");
        List<OutboxMessage> suspended = waiting().stream()
                .filter(message -> message.topic().equals("license.suspended"))
                .toList();
        assertThat(suspended)
                .extracting(message -> message.id().substring(0, 30))
                .containsOnly(suspended.get(0).id().substring(0, 30));
        assertThat(suspended.get(0).body())
                .isEqualTo(
                        "{\"type\":\"license.suspended\",\"timestamp\":\"2026-01-31T10:00:00Z\",\"data\":{\"license\":\""
                                + license
                                + "\",\"customer\":\"acme\",\"plan\":\"pro@1\",\"state\":\"suspended\",\"revision\":2}}");
    }

    @Test
    void sendsTransitionByTimeOnce() {
        fixture.admin
                .licenses()
                .create(
                        new NewLicense(
                                "acme",
                                PlanId.parse("pro@1"),
                                NewLicense.Purchase.BOUGHT,
                                null,
                                ZoneOffset.UTC,
                                null,
                                fixture.clock.instant().plus(Duration.ofDays(1)),
                                null,
                                Map.of(),
                                CallerBindings.none()),
                        BY);
        fixture.clock.advance(Duration.ofDays(9));
        fixture.tend();
        fixture.tend();
        assertThat(waiting())
                .filteredOn(message -> message.topic().equals("license.expired"))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.body()).contains("\"timestamp\":\"2026-02-01T10:00:00Z\"");
                    assertThat(message.createdAt()).isEqualTo(fixture.clock.instant());
                });
    }

    @Test
    void listsAndReplaysDeadMessages() {
        license();
        String id = waiting().get(0).id();
        fixture.store.outbox().dead(id, "status 410, gone");
        assertThat(fixture.admin.webhooks().dead(10)).singleElement().satisfies(dead -> {
            assertThat(dead.endpoint()).isEqualTo("all");
            assertThat(dead.error()).isEqualTo("status 410, gone");
        });
        fixture.admin.webhooks().replay(id, BY);
        assertThat(fixture.admin.webhooks().dead(10)).isEmpty();
        assertThat(waiting()).extracting(OutboxMessage::id).containsExactly(id);
        assertThat(fixture.admin.audit().read(null, null, 10).items())
                .anySatisfy(entry -> assertThat(entry.action()).isEqualTo("webhook.replayed"));
        assertThatThrownBy(() -> fixture.admin.webhooks().replay(id, BY)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void healthIncludesWebhooksOnlyIfConfigured() {
        assertThat(fixture.engine.built.info().health().components())
                .anySatisfy(component -> assertThat(component.name()).isEqualTo("webhooks"));
    }

    @Test
    void webhooksWithoutAStoreAreAContradiction(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> new EngineFixture(
                        elsewhere,
                        builder -> builder.stored(StoreOptions.withoutStore().webhooks(OPTIONS))))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("webhooks are configured, but no license store");
    }
}
