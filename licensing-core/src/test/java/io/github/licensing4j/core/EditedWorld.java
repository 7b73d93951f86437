package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One node with a catalog of four quotas on one meter, which is edited while licenses use it, and few places for counters. */
final class EditedWorld implements AutoCloseable {
    /** The holder of each quota. */
    static final List<String> SCOPES = List.of("license", "customer", "key", "user");

    private static final int PLACES = 3;

    final MovableClock clock = new MovableClock("2026-03-01T00:00:01Z");
    /** The name of each quota, and its former name in the catalog; empty for none. */
    final List<String> names = new ArrayList<>(List.of("q0", "q1", "q2", "q3"));

    private final List<String> was = new ArrayList<>(List.of("", "", "", ""));
    /** The amounts of each quota under each plan. */
    final long[][] amounts = new long[2][4];

    private final Path dir;
    private final InMemoryStore store = new InMemoryStore();
    private final RandomGenerator random;
    private int named = 4;
    private EngineFixture engine;

    EditedWorld(Path dir, RandomGenerator random) {
        this.dir = dir;
        this.random = random;
        for (long[] plan : amounts) {
            for (int quota = 0; quota < plan.length; quota++) {
                plan[quota] = amount();
            }
        }
        this.engine = start();
    }

    long amount() {
        return random.nextInt(40);
    }

    private EngineFixture start() {
        StoreOptions options = StoreOptions.in(store)
                .feedInterval(Duration.ofDays(1))
                .usage(UsageSettings.inMemory())
                .allowVolatileUsage()
                .auditKey(AuditKey.at(dir.resolve("audit.key")));
        return new EngineFixture(
                dir,
                catalog(2),
                clock,
                builder -> builder.maxActiveLicenses(PLACES)
                        .stored(options)
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
    }

    void restart() {
        engine.close();
        clock.advance(Duration.ofSeconds(1));
        engine = start();
    }

    /** Renames a quota, drops former names from the catalog, or changes amounts. */
    void edit() {
        switch (random.nextInt(3)) {
            case 0 -> {
                int quota = random.nextInt(4);
                was.set(quota, names.get(quota));
                names.set(quota, "q" + named++);
            }
            case 1 -> was.replaceAll(name -> "");
            default -> amounts[random.nextInt(2)][random.nextInt(4)] = amount();
        }
        replace(catalog(2));
    }

    /** Replaces the catalog by one in which the meter has another scale. */
    void editScale() {
        replace(catalog(random.nextInt(2) == 0 ? 1 : 3));
    }

    private void replace(String catalog) {
        Catalogs catalogs = admin().catalogs();
        catalogs.replace(catalog, catalogs.current().hash(), BY);
    }

    private String catalog(int scale) {
        StringBuilder text =
                new StringBuilder("catalog: c\nmeters:\n  data: { unit: GB, scale: " + scale + " }\nplans:\n");
        for (int plan = 0; plan < amounts.length; plan++) {
            text.append("  p").append(plan).append("@1:\n    limits:\n");
            for (int quota = 0; quota < 4; quota++) {
                text.append("      ").append(names.get(quota)).append(": { kind: quota, meter: data, per: P1M, of: ");
                text.append(SCOPES.get(quota)).append(", amount: ").append(amounts[plan][quota]);
                text.append(was.get(quota).isEmpty() ? "" : ", was: " + was.get(quota))
                        .append(" }\n");
            }
        }
        return text.toString();
    }

    LicenseAdmin admin() {
        return engine.built.management().admin().orElseThrow();
    }

    String license(String customer) {
        return admin().licenses()
                .create(NewLicense.of(customer, PlanId.parse("p0@1")), BY)
                .id();
    }

    NewKey key(String license) {
        return admin().keys().create(license, KeyRequest.plain(), BY);
    }

    /** Decides a call that uses hundredths of a GB. */
    Decision decide(String key, String user, long hundredths) {
        Call call = new Call(
                "GET",
                new RequestPath.Canonical("/v1/forecast"),
                List.of(new Credential(Source.BEARER, key)),
                new Call.Peer("203.0.113.9", Call.Route.DIRECT, user, null, null),
                CallEvidence.none());
        Requirement requirement =
                new Requirement(List.of(), Set.of(), List.of(new Charge("data", hundredths, 0, ChargeOn.NOT_5XX, 2)));
        return EngineFixture.decide(engine.licensing, engine.licensing.identify(call), requirement);
    }

    @Override
    public void close() {
        engine.close();
    }
}
