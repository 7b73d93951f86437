package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.core.UnreliableStore.Mode;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.spi.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions while the license store fails or hangs; nothing that was to be stored is lost. */
class StoreOutageTest {
    @TempDir
    Path dir;

    private final UnreliableStore unreliable = new UnreliableStore();
    private AdminFixture fixture;
    private String license;
    private String known;
    private String unseen;

    /** The key of all engines over the same store, as of a restarted node. */
    private final AuditKey auditKey = AuditKey.ephemeral();

    @BeforeEach
    void open() {
        opened(OutagePolicy.Licenses.CACHED, Duration.ofHours(1));
    }

    private void open(OutagePolicy.Licenses outagePolicy) {
        fixture.close();
        unreliable.closed = false;
        opened(outagePolicy);
    }

    private void opened(OutagePolicy.Licenses outagePolicy) {
        opened(outagePolicy, Duration.ofHours(1));
    }

    private void opened(OutagePolicy.Licenses outagePolicy, Duration feedInterval) {
        fixture = new AdminFixture(
                dir,
                unreliable.store,
                options -> options.auditKey(auditKey)
                        .outage(outagePolicy)
                        .feedInterval(feedInterval)
                        .maxStaleness(Duration.ofHours(6)));
        license = fixture.bought("pro@1");
        known = fixture.key(license);
        unseen = fixture.key(license);
        assertThat(fixture.call(known)).isEqualTo("granted");
    }

    @AfterEach
    void close() {
        unreliable.release();
        fixture.close();
    }

    private void fails() {
        unreliable.is(Mode.FAILS);
        assertThatThrownBy(fixture::tend).isInstanceOf(StoreException.class);
    }

    @Test
    void decidesOnCacheForLimitedTime() {
        fails();
        assertThat(fixture.call(known)).isEqualTo("granted");
        assertThat(fixture.call(unseen)).isEqualTo("enforcement-unavailable");
        assertThat(licenses()).isEqualTo(Status.DEGRADED);
        fixture.clock.advance(Duration.ofHours(6));
        assertThat(fixture.call(known)).isEqualTo("granted");
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.call(known)).isEqualTo("enforcement-unavailable");
        assertThat(licenses()).isEqualTo(Status.DOWN);
        unreliable.is(Mode.ANSWERS);
        fixture.tend();
        assertThat(fixture.call(known)).isEqualTo("granted");
        assertThat(fixture.call(unseen)).isEqualTo("granted");
        assertThat(licenses()).isEqualTo(Status.UP);
    }

    /** A store that hangs would hold each of these calls, and this test, until its time-out. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void uncachedCallsDoNotTryDeadStore() {
        String other = fixture.key(fixture.bought("pro@1"));
        fails();
        unreliable.is(Mode.HANGS);
        long keys = unreliable.operations("keyByHash");
        long licenses = unreliable.operations("find");
        for (int i = 0; i < 100; i++) {
            assertThat(fixture.call(unseen)).isEqualTo("enforcement-unavailable");
            assertThat(fixture.call(other)).isEqualTo("enforcement-unavailable");
        }
        assertThat(fixture.call(known)).isEqualTo("granted");
        assertThat(unreliable.operations("keyByHash")).isEqualTo(keys);
        assertThat(unreliable.operations("find")).isEqualTo(licenses);
        unreliable.is(Mode.ANSWERS);
        assertThat(fixture.call(unseen)).as("before a poll has succeeded").isEqualTo("enforcement-unavailable");
        fixture.tend();
        assertThat(fixture.call(unseen)).isEqualTo("granted");
        assertThat(fixture.call(other)).isEqualTo("granted");
        assertThat(unreliable.operations("keyByHash")).isGreaterThan(keys);
    }

    @Test
    @Tag("4.4.1")
    void maintenanceContinuesAfterError() {
        fixture.close();
        opened(OutagePolicy.Licenses.CACHED, Duration.ofMillis(5));
        unreliable.throwsError(new NoClassDefFoundError("planted"));
        awaitMaintenance(Status.DEGRADED);
        unreliable.throwsError(null);
        awaitMaintenance(Status.UP);
    }

    private void awaitMaintenance(Status status) {
        while (fixture.engine.built.info().health().components().stream()
                .noneMatch(part -> part.name().equals("maintenance") && part.status() == status)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void detectsHangingStoreByAge() throws InterruptedException {
        unreliable.is(Mode.HANGS);
        unreliable.called = false;
        Thread caretaker = new Thread(() -> {
            try {
                fixture.tend();
            } catch (StoreException e) {
                // The resources that the test releases at its end.
                assertThat(e).hasMessageContaining("gone");
            }
        });
        caretaker.start();
        while (!unreliable.called) {
            Thread.onSpinWait();
        }
        fixture.clock.advance(Duration.ofHours(6));
        assertThat(fixture.call(known)).isEqualTo("granted");
        assertThat(licenses()).isEqualTo(Status.DEGRADED);
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.call(known)).isEqualTo("enforcement-unavailable");
        assertThat(licenses()).isEqualTo(Status.DOWN);
        unreliable.release();
        caretaker.join();
    }

    @Test
    void openPolicyDecidesOnCacheOnly() {
        open(OutagePolicy.Licenses.OPEN);
        fails();
        fixture.clock.advance(Duration.ofDays(3));
        assertThat(fixture.call(known)).isEqualTo("granted");
        assertThat(fixture.call(unseen)).isEqualTo("enforcement-unavailable");
        assertThat(licenses()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void closedPolicyRefusesAtOutage() {
        open(OutagePolicy.Licenses.CLOSED);
        fails();
        assertThat(fixture.call(known)).isEqualTo("enforcement-unavailable");
        unreliable.is(Mode.ANSWERS);
        fixture.tend();
        assertThat(fixture.call(known)).isEqualTo("granted");
        // No poll runs any more: five hourly polls are missing.
        fixture.clock.advance(Duration.ofHours(5));
        assertThat(fixture.call(known)).isEqualTo("granted");
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.call(known)).isEqualTo("enforcement-unavailable");
    }

    @Test
    void memoryStoreIsNeverStale() {
        fixture.close();
        fixture = new AdminFixture(dir);
        license = fixture.bought("pro@1");
        String key = fixture.key(license);
        fixture.clock.advance(Duration.ofDays(9));
        assertThat(fixture.call(key)).isEqualTo("granted");
    }

    @Test
    void refusesFeedIntervalAboveMaximumAge() {
        assertThatThrownBy(() -> new AdminFixture(
                        dir,
                        unreliable.store,
                        options -> options.feedInterval(Duration.ofMinutes(5)).maxStaleness(Duration.ofMinutes(5))))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("PT5M");
    }

    @Test
    void storesUsesOfKeysAfterOutage() {
        Instant used = fixture.clock.instant();
        unreliable.failsOn("used");
        assertThatThrownBy(fixture::tend).isInstanceOf(StoreException.class);
        unreliable.failsOn("");
        fixture.tend();
        assertThat(fixture.admin.keys().list(license))
                .extracting(key -> key.times().lastUsedAt())
                .containsExactlyInAnyOrder(used, null);
    }

    @Test
    void keepsRefusalCountsUntilStored() {
        assertThat(fixture.call("lk_live_nobody")).isEqualTo("credential-invalid");
        fixture.clock.advance(Duration.ofMinutes(3));
        unreliable.failsOn("write");
        assertThatThrownBy(fixture::tend).isInstanceOf(StoreException.class);
        unreliable.failsOn("");
        fixture.tend();
        fixture.tend();
        List<AuditEntryView> entries =
                fixture.admin.audit().read(null, null, 100).items();
        assertThat(entries)
                .filteredOn(entry -> entry.action().equals("calls.refused"))
                .extracting(entry -> entry.details().get("count"))
                .containsExactly("1");
    }

    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ANSWERS", "FAILS"})
    void closesAllPartsDespiteStoreErrors(Mode mode) {
        fixture.close();
        unreliable.closed = false;
        Set<Thread> before = timers();
        opened(OutagePolicy.Licenses.CACHED);
        unreliable.is(mode);
        fixture.close();
        assertThat(unreliable.closed).isTrue();
        assertThat(fixture.call(known)).isEqualTo("enforcement-unavailable");
        while (!before.containsAll(timers())) {
            Thread.onSpinWait();
        }
    }

    /** Returns the threads of which each running engine has one. */
    private static Set<Thread> timers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("licensing-timer"))
                .collect(Collectors.toSet());
    }

    private Status licenses() {
        return fixture.engine.built.info().health().components().stream()
                .filter(component -> component.name().equals("licenses"))
                .findFirst()
                .orElseThrow()
                .status();
    }
}
