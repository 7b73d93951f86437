package io.github.licensing4j.core.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.insight.CallOrigins.Caller;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.OriginSighting.Count;
import io.github.licensing4j.spi.OriginSighting.Kind;
import io.github.licensing4j.spi.SignalStore;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.tck.MovableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Tests what is remembered of the origins of calls, and how it reaches the store. */
class CallOriginsTest {
    private static final String ISSUER = "https://vendor.example";
    private static final LicenseId LICENSE = new LicenseId(ISSUER, "lic_1");
    private static final Caller TOKEN = new Caller(LICENSE, "tok_1", () -> "key_1");
    private static final Caller KEY_CALLER = new Caller(LICENSE, "key_1", () -> "key_1");
    private static final Instant HOUR = Instant.parse("2026-03-10T12:00:00Z");
    private static final byte[] KEY = new byte[32];

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final SignalStore store = new InMemoryStore().signals().orElseThrow();
    private final CallOrigins origins = origins(store);

    private CallOrigins origins(SignalStore to) {
        return new CallOrigins(ISSUER, new OriginHash(KEY), clock, Optional.of(to));
    }

    private List<Count> counts(Kind kind) {
        return store.sightings(kind, ISSUER, new SignalStore.Hours(HOUR, HOUR.plus(Duration.ofDays(3))), 1);
    }

    private static Count count(Instant hour, String license, String subject, long values) {
        return new Count(hour.toEpochMilli(), license, subject, values);
    }

    @Test
    void storesDifferentValuesOnce() {
        CallOrigins otherNode = origins(store);
        for (int i = 0; i < 12; i++) {
            origins.called(TOKEN, "192.0." + i % 6 + ".0/24", "device " + i % 3);
            otherNode.called(new Caller(LICENSE, "tok_2", () -> "key_1"), "192.0." + i % 4 + ".0/24", "");
            origins.missing(LICENSE, "/v1/" + i);
        }
        origins.store();
        origins.store();
        otherNode.store();
        assertThat(counts(Kind.NETWORK)).containsExactly(count(HOUR, "lic_1", "key_1", 6));
        assertThat(counts(Kind.DEVICE)).containsExactly(count(HOUR, "lic_1", "key_1", 3));
        assertThat(counts(Kind.MISSING_PATH)).containsExactly(count(HOUR, "lic_1", "", 12));
    }

    @Test
    void namesTokenThatCameFromNoKey() {
        origins.called(new Caller(LICENSE, "tok_1", () -> ""), "192.0.2.0/24", "");
        origins.called(new Caller(LICENSE, "tok_1", () -> ""), "192.0.3.0/24", "");
        origins.store();
        assertThat(counts(Kind.NETWORK)).containsExactly(count(HOUR, "lic_1", "tok_1", 2));
    }

    @Test
    void storesNothingOfOneValue() {
        origins.called(KEY_CALLER, "192.0.2.0/24", "device");
        origins.store();
        assertThat(counts(Kind.NETWORK)).isEmpty();
        origins.called(KEY_CALLER, "192.0.3.0/24", "device");
        origins.store();
        assertThat(counts(Kind.NETWORK)).containsExactly(count(HOUR, "lic_1", "key_1", 2));
        assertThat(counts(Kind.DEVICE)).isEmpty();
    }

    @Test
    void countsRefusedCredentialsOfNetworks() {
        for (int i = 0; i < 30; i++) {
            origins.failed("192.0.2.0/24", "lk_live_" + i % 20);
        }
        origins.store();
        assertThat(counts(Kind.BAD_CREDENTIAL)).containsExactly(count(HOUR, "", "192.0.2.0/24", 20));
    }

    @Test
    void eachHourCountsApart() {
        clock.set("2026-03-10T12:59:59.999Z");
        origins.missing(LICENSE, "/a");
        origins.missing(LICENSE, "/b");
        clock.set("2026-03-10T13:00:00Z");
        origins.missing(LICENSE, "/a");
        origins.missing(LICENSE, "/c");
        origins.store();
        assertThat(counts(Kind.MISSING_PATH))
                .containsExactlyInAnyOrder(
                        count(HOUR, "lic_1", "", 2), count(HOUR.plus(Duration.ofHours(1)), "lic_1", "", 2));
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 100; i++) {
            origins.missing(LICENSE, "/" + i);
        }
        for (int i = 0; i < CallOrigins.MAX_SUBJECTS; i++) {
            origins.failed("10." + i / 256 + "." + i % 256 + ".0/24", "lk");
        }
        assertThat(origins.dropped()).isEqualTo(1);
        origins.store();
        assertThat(counts(Kind.MISSING_PATH)).containsExactly(count(HOUR, "lic_1", "", CallOrigins.MAX_VALUES));
    }

    @Test
    void storesAgainWhatFailed() {
        AtomicBoolean isDown = new AtomicBoolean(true);
        SignalStore failing = (SignalStore) Proxy.newProxyInstance(
                SignalStore.class.getClassLoader(), new Class<?>[] {SignalStore.class}, (proxy, method, arguments) -> {
                    if (isDown.get()) {
                        throw new StoreException("down");
                    }
                    return method.invoke(store, arguments);
                });
        CallOrigins flaky = origins(failing);
        flaky.missing(LICENSE, "/a");
        flaky.missing(LICENSE, "/b");
        assertThatThrownBy(flaky::store).isInstanceOf(StoreException.class);
        isDown.set(false);
        flaky.store();
        assertThat(counts(Kind.MISSING_PATH)).containsExactly(count(HOUR, "lic_1", "", 2));
    }

    @Test
    void hashesDependOnKeyAndDay() {
        List<Long> hashes = new ArrayList<>();
        for (byte[] key : List.of(KEY, new byte[] {1})) {
            OriginHash hash = new OriginHash(key);
            hashes.add(hash.of(HOUR.toEpochMilli(), "192.0.2.0/24"));
            hashes.add(hash.of(HOUR.plus(Duration.ofDays(1)).toEpochMilli(), "192.0.2.0/24"));
            hashes.add(hash.of(HOUR.toEpochMilli(), "192.0.3.0/24"));
        }
        assertThat(hashes).doesNotHaveDuplicates();
        OriginHash hash = new OriginHash(KEY);
        assertThat(hash.of(HOUR.plus(Duration.ofHours(11)).toEpochMilli(), "192.0.2.0/24"))
                .isEqualTo(hashes.get(0));
        assertThat(hash).hasToString("OriginHash[***]");
    }
}
