package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines count in the same stores of the host, each in place of the counters in memory. */
class PluggedCountersTest {
    private final InMemoryCounters shared = new InMemoryCounters(10);

    @TempDir
    Path dir;

    @Test
    void countsQuotasInStoreOfHost() throws Exception {
        Requirement sixty = new Requirement(List.of(), Set.of(), List.of(Charge.of(Charge.CALLS, 60)));
        UnaryOperator<LicensingBuilder> settings = builder -> builder.quotas(shared);
        try (EngineFixture first = open("first", settings);
                EngineFixture second = open("second", settings)) {
            settle(first.granted(first.token("free@1", "lic_1"), sixty));
            assertThat(second.refused(second.token("free@1", "lic_1"), sixty).code())
                    .isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
            settle(second.granted(second.token("free@1", "lic_2"), sixty));
        }
    }

    @Test
    void countsRatesInStoreOfHost() throws Exception {
        UnaryOperator<LicensingBuilder> settings = builder -> builder.rates(shared);
        try (EngineFixture first = open("first", settings);
                EngineFixture second = open("second", settings)) {
            for (int i = 0; i < 20; i++) {
                settle(first.granted(first.token("free@1", "lic_1"), Requirement.license()));
            }
            assertThat(second.refused(second.token("free@1", "lic_1"), Requirement.license())
                            .code())
                    .isEqualTo(RefusalCode.RATE_LIMITED);
        }
    }

    @Test
    void countsCallsInFlightInStoreOfHost() throws Exception {
        UnaryOperator<LicensingBuilder> settings = builder -> builder.concurrency(shared);
        try (EngineFixture first = open("first", settings);
                EngineFixture second = open("second", settings)) {
            Granted last = first.granted(first.token("pro@1", "lic_1"), Requirement.license());
            for (int i = 1; i < 20; i++) {
                last = first.granted(first.token("pro@1", "lic_1"), Requirement.license());
            }
            String token = second.token("pro@1", "lic_1");
            assertThat(second.refused(token, Requirement.license()).code()).isEqualTo(RefusalCode.CONCURRENCY_EXCEEDED);
            settle(last);
            settle(second.granted(token, Requirement.license()));
        }
    }

    private EngineFixture open(String name, UnaryOperator<LicensingBuilder> settings) throws Exception {
        return new EngineFixture(Files.createDirectory(dir.resolve(name)), settings);
    }

    private static void settle(Granted granted) {
        granted.reservation().settle(new Outcome(200, 0));
    }
}
