package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TestKeys.own;
import static io.github.licensing4j.core.credential.TestKeys.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.KeySource.Lookup;
import io.github.licensing4j.core.credential.RemoteKeys.Timing;
import io.github.licensing4j.spi.CredentialVerification;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys that an issuer publishes, fetched and fetched again. */
class RemoteKeysTest extends PublishedKeysFixture {
    RemoteKeysTest() throws IOException {}

    /** Waits until the present content of the server has been fetched. */
    private static void untilFetchedTwiceMore(KeyServer server) {
        int before = server.fetches();
        until(() -> server.fetches() >= before + 2);
    }

    @Test
    void fetchesKeysAtStart() {
        server.publish(published(first, second));
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), ON_LOOK_UP, schedule)) {
            assertThat(has(keys, first)).isTrue();
            assertThat(has(keys, second)).isTrue();
            assertThat(keys.health().status()).isEqualTo(Status.UP);
            assertThat(server.fetches()).isEqualTo(1);
        }
    }

    @Test
    void verifiesTokensOfTheIssuer() {
        TokenFixture fixture = new TokenFixture();
        KeyFile signer = KeyFile.parse(own(first), "signer");
        KeyFile stranger = KeyFile.parse(own(TestKeys.fresh()), "stranger");
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), ON_LOOK_UP, schedule)) {
            LicenseTokenVerifier verifier = fixture.verifier(keys);
            assertThat(verifier.verify(fixture.token(signer))).isInstanceOf(VerifiedCredential.class);
            until(() -> verifier.verify(fixture.token(stranger)) instanceof CredentialVerification.Rejected rejected
                    && rejected.code() == RefusalCode.CREDENTIAL_INVALID);
        }
    }

    @Test
    void isUnavailableUntilTheServerAnswersWell() {
        server.answer(500, published(first));
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule)) {
            assertThat(keys.find(first.getKeyID())).isInstanceOf(Lookup.Unavailable.class);
            assertThat(keys.health().status()).isEqualTo(Status.DOWN);
            server.publish(published(first));
            until(() -> has(keys, first));
            until(() -> keys.health().status() == Status.UP);
        }
    }

    @Test
    void isUnavailableUntilTheServerIsThere() throws IOException {
        URI uri = server.uri();
        server.close();
        try (RemoteKeys keys = RemoteKeys.of(uri, REFRESHING, schedule)) {
            assertThat(keys.find(first.getKeyID())).isInstanceOf(Lookup.Unavailable.class);
            try (KeyServer back = KeyServer.at(uri, published(first))) {
                until(() -> has(keys, first));
                assertThat(back.fetches()).isPositive();
            }
        }
    }

    @Test
    void keepsTheLastGoodSetDuringAnOutage() {
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule)) {
            server.close();
            until(() -> keys.health().status() == Status.DEGRADED);
            assertThat(has(keys, first)).isTrue();
        }
    }

    @Test
    void dropsRemovedKeyAndNotifies() {
        server.publish(published(first, second));
        AtomicInteger changes = new AtomicInteger();
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule)) {
            keys.onChange(changes::incrementAndGet);
            untilFetchedTwiceMore(server);
            assertThat(changes).as("the same set again is no change").hasValue(0);
            server.publish(published(second));
            until(() -> changes.get() == 1);
            assertThat(has(keys, first)).isFalse();
            assertThat(has(keys, second)).isTrue();
            server.publish("{\"keys\":[]}");
            until(() -> changes.get() == 2);
            assertThat(has(keys, second)).isFalse();
        }
    }

    @Test
    @Tag("4.4.1")
    void fetchesAgainAfterAnError() {
        AtomicInteger changes = new AtomicInteger();
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule)) {
            keys.onChange(() -> {
                if (changes.incrementAndGet() == 1) {
                    throw new StackOverflowError("planted");
                }
            });
            server.publish(published(first, second));
            until(() -> changes.get() == 2);
            server.publish(published(second));
            until(() -> changes.get() == 3 && !has(keys, first));
            until(() -> keys.health().status() == Status.UP);
        }
    }

    @Test
    @Tag("4.4.1")
    void survivesErrorInFetchForUnknownKid() {
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), new Timing(PATIENT, NEVER, SOON), schedule)) {
            keys.onChange(() -> {
                throw new OutOfMemoryError("planted");
            });
            server.publish(published(first, second));
            keys.find("bogus");
            until(() -> keys.health().status() == Status.DEGRADED);
            until(() -> {
                assertThat(keys.find("bogus")).isInstanceOf(Lookup.Unavailable.class);
                return server.fetches() >= 4;
            });
            assertThat(keys.health().detail()).contains("OutOfMemoryError");
        }
    }

    @Test
    void fetchesNewKeyOnLookUp() {
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), ON_LOOK_UP, schedule)) {
            server.publish(published(first, second));
            assertThat(keys.find(second.getKeyID())).isNotInstanceOf(Lookup.Unknown.class);
            until(() -> has(keys, second));
            assertThat(server.fetches()).isEqualTo(2);
        }
    }

    @Test
    void keyIsUnavailableDuringItsFetch() {
        CountDownLatch release = new CountDownLatch(1);
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), ON_LOOK_UP, schedule)) {
            server.hold(release, published(first, second));
            for (int i = 0; i < 1_000; i++) {
                assertThat(keys.find(second.getKeyID())).isInstanceOf(Lookup.Unavailable.class);
                assertThat(has(keys, first)).isTrue();
            }
            release.countDown();
            until(() -> {
                Lookup lookup = keys.find(second.getKeyID());
                assertThat(lookup).isNotInstanceOf(Lookup.Unknown.class);
                return lookup instanceof Lookup.Found;
            });
        }
    }

    @Test
    void fetchesOnceForManyUnknownKids() {
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), ON_LOOK_UP, schedule)) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(keys.find("kid-" + i)).isNotInstanceOf(Lookup.Found.class);
            }
            until(() -> keys.find("kid-0") instanceof Lookup.Unknown);
            assertThat(server.fetches()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    @Tag("4.2.7")
    void bogusKidHidesNoPublishedKey() {
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), ON_LOOK_UP, schedule)) {
            until(() -> keys.find("bogus") instanceof Lookup.Unknown);
            server.publish(published(first, second));

            assertThat(keys.find(second.getKeyID()))
                    .as("published since the fetch for the bogus one")
                    .isInstanceOf(Lookup.Unavailable.class);
            assertThat(keys.find("bogus")).isInstanceOf(Lookup.Unknown.class);
        }
    }

    @Test
    void fetchesUnknownKidsAgainAfterPause() {
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), new Timing(PATIENT, NEVER, SOON), schedule)) {
            until(() -> keys.find("another") instanceof Lookup.Unknown);
            server.publish(published(first, second));
            until(() -> has(keys, second));
        }
    }

    @Test
    void fetchesAfterListenerFailed() {
        AtomicInteger calls = new AtomicInteger();
        try (RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule)) {
            keys.onChange(() -> {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("a listener that fails once");
                }
            });
            server.publish(published(second));
            until(() -> calls.get() == 2);
            assertThat(has(keys, first)).isFalse();
            assertThat(has(keys, second)).isTrue();
        }
    }

    @Test
    void fetchesNothingOnceClosed() {
        RemoteKeys keys = RemoteKeys.of(server.uri(), REFRESHING, schedule);
        keys.close();
        assertThat(has(keys, first)).as("what was known stays known").isTrue();
        assertThat(keys.find("another")).as("a fetch could have brought it").isInstanceOf(Lookup.Unavailable.class);
        keys.close();
    }
}
