package io.github.licensing4j.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state of a message when its endpoint accepts it, refuses it, breaks off or does not respond. */
class WebhookSenderTest {
    private final Schedule schedule = new Schedule();
    private static final WebhookKey KEY = WebhookKey.shared("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final InMemoryStore store = new InMemoryStore();
    private final Outbox outbox = store.outbox();
    private Receiver receiver;
    private Receiver other;
    private WebhookSender sender;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
        other = new Receiver();
        sender = sender(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
        other.close();
    }

    private WebhookSender sender(Duration timeout) {
        WebhookSettings defaults = WebhookSettings.to(List.of(endpoint("one", receiver), endpoint("two", other)));
        return new WebhookSender(
                outbox,
                new WebhookSettings(defaults.endpoints(), timeout, 4, Duration.ofDays(3), Duration.ofDays(1)),
                clock,
                schedule);
    }

    private static WebhookEndpoint endpoint(String name, Receiver to) {
        return new WebhookEndpoint(name, to.uri(), KEY, Set.of("*"), Plain.ALLOW_ON_LOOPBACK);
    }

    private void stored(String id) {
        store.commit(StoreChange.builder()
                .message(new StoredMessage(id, "license.suspended", clock.instant(), "{\"of\":\"" + id + "\"}"))
                .build());
    }

    private OutboxMessage waiting() {
        return outbox.due(Instant.MAX, 10).get(0);
    }

    @Test
    void postsSignedMessageOnce() throws Exception {
        stored("msg_1.one");
        sender.sendDue(() -> {});
        sender.sendDue(() -> {});
        assertThat(receiver.got)
                .containsExactly(new Receiver.Got(
                        "msg_1",
                        "1773144000",
                        KEY.sign("msg_1", 1_773_144_000L, "{\"of\":\"msg_1.one\"}"),
                        "application/json",
                        "{\"of\":\"msg_1.one\"}"));
        assertThat(other.got).isEmpty();
        assertThat(outbox.waiting()).isZero();
        assertThat(sender.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void retriesUnderSameIdWithBackoff() throws Exception {
        receiver.answers(500);
        stored("msg_1.one");
        for (int failures = 1; failures <= 3; failures++) {
            sender.sendDue(() -> {});
            assertThat(waiting().attempts()).isEqualTo(failures);
            assertThat(waiting().lastError()).isEqualTo("status 500");
            long expected = 5_000L * (long) Math.pow(3, failures - 1);
            assertThat(Duration.between(clock.instant(), waiting().dueAt()).toMillis())
                    .isCloseTo(expected, within(expected / 4 + 1));
            sender.sendDue(() -> {});
            assertThat(receiver.got).hasSize(failures);
            clock.set(waiting().dueAt().toString());
        }
        receiver.answers(202);
        sender.sendDue(() -> {});
        assertThat(receiver.got)
                .extracting(Receiver.Got::id)
                .containsOnly("msg_1")
                .hasSize(4);
        assertThat(receiver.got).extracting(Receiver.Got::timestamp).doesNotHaveDuplicates();
        assertThat(outbox.waiting()).isZero();
        assertThat(outbox.deadLetters(10)).isEmpty();
    }

    @Test
    void replaysMessageDeadAfterLastAttempt() throws Exception {
        receiver.answers(503);
        stored("msg_1.one");
        for (int attempt = 1; attempt <= 4; attempt++) {
            sender.sendDue(() -> {});
            clock.advance(Duration.ofHours(1));
        }
        sender.sendDue(() -> {});
        assertThat(receiver.got).hasSize(4);
        assertThat(outbox.waiting()).isZero();
        assertThat(outbox.deadLetters(10)).singleElement().satisfies(dead -> {
            assertThat(dead.id()).isEqualTo("msg_1.one");
            assertThat(dead.lastError()).isEqualTo("status 503");
        });
        assertThat(sender.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(sender.health().detail()).isEqualTo("0 waiting, 1 given up; last error of one: status 503");
        receiver.answers(200);
        assertThat(outbox.replay("msg_1.one", clock.instant())).isTrue();
        sender.sendDue(() -> {});
        assertThat(receiver.got).hasSize(5).extracting(Receiver.Got::id).containsOnly("msg_1");
        assertThat(sender.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void oldMessageIsDead() throws Exception {
        receiver.answers(500);
        stored("msg_1.one");
        clock.advance(Duration.ofDays(3));
        sender.sendDue(() -> {});
        assertThat(outbox.deadLetters(10)).hasSize(1);
        assertThat(receiver.got).hasSize(1);
    }

    @Test
    void honoursRetryAfterForEndpoint() throws Exception {
        receiver.answers(429, "Retry-After", "120");
        stored("msg_1.one");
        stored("msg_2.one");
        sender.sendDue(() -> {});
        assertThat(receiver.got).hasSize(1);
        assertThat(outbox.due(clock.instant().plusSeconds(119), 10)).isEmpty();
        clock.advance(Duration.ofMinutes(2));
        receiver.answers(200);
        sender.sendDue(() -> {});
        assertThat(receiver.got).hasSize(3);
        receiver.answers(503, "Retry-After", "Tue, 10 Mar 2026 12:04:00 GMT");
        stored("msg_3.one");
        sender.sendDue(() -> {});
        assertThat(waiting().dueAt()).isEqualTo(Instant.parse("2026-03-10T12:04:00Z"));
    }

    @Test
    void goneIsDeadAtOnce() throws Exception {
        receiver.answers(410);
        stored("msg_1.one");
        sender.sendDue(() -> {});
        assertThat(outbox.deadLetters(10)).extracting(OutboxMessage::lastError).containsExactly("status 410, gone");
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        receiver.answers(307, "Location", other.uri().toString());
        stored("msg_1.one");
        sender.sendDue(() -> {});
        assertThat(other.got).isEmpty();
        assertThat(waiting().lastError()).isEqualTo("status 307");
    }

    @Test
    void hangingEndpointCostsOneTimeout() throws Exception {
        sender.close();
        sender = sender(Duration.ofMillis(300));
        receiver.hangs();
        for (int i = 0; i < 50; i++) {
            stored("msg_" + i + ".one");
            stored("msg_" + i + ".two");
        }
        sender.sendDue(() -> {});
        assertThat(receiver.got).hasSize(1);
        assertThat(other.got).hasSize(50).extracting(Receiver.Got::id).doesNotHaveDuplicates();
        assertThat(outbox.waiting()).isEqualTo(50);
        assertThat(waiting().lastError()).isEqualTo("no answer within PT0.3S");
        receiver.answers(200);
        clock.advance(Duration.ofMinutes(2));
        sender.sendDue(() -> {});
        assertThat(receiver.got).hasSize(51);
        assertThat(other.got).hasSize(50);
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void retriesBrokenConnection() throws Exception {
        receiver.breaksOff();
        stored("msg_1.one");
        sender.sendDue(() -> {});
        assertThat(waiting().lastError()).startsWith("no answer, ").doesNotContain("s3cret");
        assertThat(sender.health().detail()).doesNotContain("s3cret");
    }

    @Test
    void headOfResponseDecides() throws Exception {
        receiver.breaksOffInTheBody(200);
        stored("msg_1.one");
        sender.sendDue(() -> {});
        assertThat(outbox.waiting()).isZero();
        receiver.breaksOffInTheBody(500);
        stored("msg_2.one");
        sender.sendDue(() -> {});
        assertThat(waiting().lastError()).isEqualTo("status 500");
    }

    @Test
    void aBodyWithoutEndIsCutOff() throws Exception {
        receiver.writesForEver(200);
        stored("msg_1.one");
        sender.sendDue(() -> {});
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void keepsMessagesOfUnknownEndpoints() throws Exception {
        stored("msg_1.three");
        sender.sendDue(() -> {});
        assertThat(waiting().lastError()).isEqualTo("no webhook is configured under the name 'three'");
        assertThat(receiver.got).isEmpty();
    }

    @Test
    void closingSendsDueMessages() {
        stored("msg_1.one");
        sender.start();
        sender.close();
        assertThat(receiver.got).hasSize(1);
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void closingIgnoresHangingEndpoint() {
        receiver.hangs();
        stored("msg_1.one");
        sender.start();
        sender.close();
        assertThat(outbox.waiting()).isEqualTo(1);
        assertThat(waiting().attempts()).isZero();
    }

    @Test
    void anUnreachableServerIsNoError() throws Exception {
        URI nowhere = receiver.uri();
        receiver.close();
        stored("msg_1.one");
        sender.sendDue(() -> {});
        assertThat(waiting().lastError()).startsWith("no answer, ").doesNotContain(String.valueOf(nowhere.getPort()));
    }
}
