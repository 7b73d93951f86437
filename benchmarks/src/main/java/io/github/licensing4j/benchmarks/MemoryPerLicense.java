package io.github.licensing4j.benchmarks;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.limit.seats.NodeSeats;
import io.github.licensing4j.core.store.memory.InMemorySeats;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;

/** Measures the heap per license with counters in memory, and per cached token on top. Arguments: how many. */
public final class MemoryPerLicense {
    private static final Outcome OK = new Outcome(200, 0);

    private MemoryPerLicense() {}

    public static void main(String[] arguments) {
        int licenses = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        counters(licenses);
        tokens(Math.min(licenses, 20_000));
    }

    private static void counters(int licenses) {
        InMemoryCounters counters = new InMemoryCounters(licenses);
        Limits limits = LimitKinds.limits(
                LimitKinds.stores(
                        counters,
                        counters,
                        counters,
                        new NodeSeats(new InMemorySeats(), InstantSource.system(), work -> false, 1_000)),
                InstantSource.system());
        Catalog catalog =
                CatalogParser.parse("bench", Bench.catalog() + "      parallel: { kind: concurrency, max: 20 }\n");
        Terms terms = catalog.terms(new PlanId("pro", 1), Overrides.none(), "acme");
        var sheet = limits.limitSet(terms.limits(), terms);
        var charges = new ChargePlans().of(Requirement.license(), catalog.meters());
        long before = usedHeap();
        for (int i = 0; i < licenses; i++) {
            License license = license("lic_" + i);
            LimitRequest request = new LimitRequest(
                    LimitSubject.of(license),
                    sheet,
                    charges,
                    InstantSource.system().millis());
            LimitHold hold = (LimitHold) limits.reserve(limits.account(license.id()), request);
            hold.count(Objects.requireNonNull(hold.end(OK)));
        }
        long after = usedHeap();
        System.out.printf("%,d licenses with 3 limits: %d bytes each%n", licenses, (after - before) / counters.size());
    }

    private static void tokens(int tokens) {
        Bench bench = new Bench(JwsAlgorithm.ED25519, tokens);
        long before = usedHeap();
        for (int i = 0; i < tokens; i++) {
            var decision = bench.licensing.decide(
                    bench.identified(bench.token("lic_" + i)),
                    CalledEndpoint.requiring(Requirement.license()),
                    Dispatch.REQUEST);
            ((Granted) decision).reservation().settle(OK);
        }
        long after = usedHeap();
        System.out.printf(
                "%,d remembered tokens with their counters: %d bytes each%n", tokens, (after - before) / tokens);
        bench.engine.close();
    }

    private static License license(String id) {
        return new License(
                new LicenseId(Bench.ISSUER, id),
                "acme",
                new PlanId("pro", 1),
                LicenseState.ACTIVE,
                Instant.EPOCH,
                ZoneOffset.UTC,
                null);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
