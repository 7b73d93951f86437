package io.github.licensing4j.core.billing;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.core.EngineFixture;
import io.github.licensing4j.core.LicensingBuilder;
import io.github.licensing4j.core.LicensingEngine;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.export.CloudEventsExporter;
import io.github.licensing4j.core.usage.export.CloudEventsSettings;
import io.github.licensing4j.core.usage.export.ExportAddress;
import io.github.licensing4j.core.usage.export.ExportAddress.Plain;
import io.github.licensing4j.core.usage.export.ExportSettings;
import io.github.licensing4j.core.usage.export.FileExporter;
import io.github.licensing4j.core.usage.export.FileSettings;
import io.github.licensing4j.core.usage.export.Secret;
import io.github.licensing4j.core.usage.export.StripeExporter;
import io.github.licensing4j.core.usage.export.StripeSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A whole engine on files that tells CloudEvents, Stripe and files what was used, all the time. */
final class BilledEngine implements AutoCloseable {
    static final Requirement CALL = Requirement.license();
    /** One call that consumes one and a half tokens. */
    static final Requirement TOKENS =
            new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 15, 0, ChargeOn.NOT_5XX, 1)));

    private static final AdminContext BY = AdminContext.by("ann", "because");
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final ExportSettings EXPORTS = new ExportSettings(
            Duration.ofMinutes(5), Duration.ofMillis(1), 6, Duration.ofDays(7), Duration.ofMillis(500));
    private static final String CATALOG = """
            catalog: billed
            meters:
              tokens: { unit: token, scale: 1 }
            plans:
              pro@1:
                limits: { monthly: { kind: quota, meter: calls, amount: 1000000000, per: P1M } }
            """;

    private final LicensingEngine engine;
    private final WatchedStore watched;

    /**
     * Where it is.
     *
     * @param dir its files
     * @param biller whom it tells over HTTP
     */
    record Place(Path dir, URI biller) {
        Path usageFiles() {
            return dir.resolve("usage");
        }
    }

    BilledEngine(Place place, MovableClock clock, long seed) throws IOException {
        Path dir = Files.createDirectories(place.dir);
        watched = new WatchedStore(JdbcStore.embedded(dir.resolve("store")), seed);
        StoreOptions options = StoreOptions.in(watched.store)
                .feedInterval(Duration.ofDays(1))
                .maxStaleness(Duration.ofDays(3_650))
                // Brought to the ledger when it is asked, so that some of an hour comes after the hour was told.
                .usage(new UsageSettings(
                        JournalSettings.in(dir.resolve("journal")).sizes(1 << 20, 8 << 20), Duration.ofDays(1), null))
                .auditKey(AuditKey.at(dir.resolve("audit.key")))
                .exports(EXPORTS);
        addExporters(options, place, clock);
        engine = new LicensingBuilder()
                .issuer("https://vendor.example")
                .audience("weather-api")
                .keys(KeyFile.ephemeral())
                .catalog(Files.writeString(dir.resolve("licensing.yaml"), CATALOG))
                .reloadInterval(Duration.ZERO)
                .stored(options)
                .clock(clock)
                .build();
    }

    private static void addExporters(StoreOptions options, Place place, MovableClock clock) {
        ExportAddress address = new ExportAddress(place.biller.resolve("/api/v1/events"), Plain.ALLOW_ON_LOOPBACK);
        options.usageExporter(new CloudEventsExporter(
                new CloudEventsSettings(
                        address, new Secret("token", OpenMeter.TOKEN), URI.create("/licensing"), TIMEOUT),
                clock));
        options.usageExporter(new StripeExporter(
                new StripeSettings(
                        address,
                        new Secret("key", Stripe.KEY),
                        Stripe.EVENT_NAMES,
                        Set.of("tokens"),
                        StripeSettings.Negative.REFUSED,
                        TIMEOUT),
                BilledEngine::customer,
                clock));
        options.usageExporter(new FileExporter(new FileSettings(place.usageFiles(), FileSettings.Format.CSV)));
    }

    static int scale(String meter) {
        return meter.equals("tokens") ? 1 : 0;
    }

    private static Optional<String> customer(LicenseId license) {
        return Optional.of(Stripe.customer(license.value()));
    }

    private LicenseAdmin admin() {
        return engine.management().admin().orElseThrow();
    }

    UsageAdmin usage() {
        return admin().usage();
    }

    /** Makes a license and a key of it. */
    Map.Entry<String, String> license(String customer) {
        String license = admin().licenses()
                .create(NewLicense.of(customer, PlanId.parse("pro@1")), BY)
                .id();
        return Map.entry(
                license, admin().keys().create(license, KeyRequest.plain(), BY).key());
    }

    /** A call that is under way. */
    Reservation begin(String key, Requirement requirement) {
        var who = engine.licensing()
                .identify(new Call(
                        "GET",
                        new RequestPath.Canonical("/v1/forecast"),
                        List.of(new Credential(Source.BEARER, key)),
                        new Call.Peer("203.0.113.9", Call.Route.DIRECT),
                        CallEvidence.none()));
        if (who instanceof Identified caller
                && EngineFixture.decide(engine.licensing(), caller, requirement) instanceof Granted granted) {
            return granted.reservation();
        }
        throw new AssertionError("expected a grant");
    }

    void call(String key, Requirement requirement, int status) {
        begin(key, requirement).settle(new Outcome(status, 0));
    }

    void correct(String license, String meter, long units, Instant at) {
        usage().correct(license, new CorrectionRequest(meter, BigDecimal.valueOf(units), at), BY);
    }

    void awaitLook() throws InterruptedException {
        watched.awaitLook();
    }

    long waiting() {
        return usage().reconcile().exporters().stream()
                .mapToLong(exporter -> exporter.waiting())
                .sum();
    }

    List<DeadExportView> dead() {
        List<DeadExportView> dead = new ArrayList<>();
        String cursor = null;
        do {
            Page<DeadExportView> page = usage().deadExports(cursor, 1_000);
            dead.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return dead;
    }

    void replay(List<String> ids) {
        int unused = usage().replayExports(ids, BY);
    }

    /** What the ledger has, from an instant on. */
    Map<String, Long> ledger(Instant from) {
        Sums sums = new Sums();
        String cursor = null;
        do {
            Page<UsageTotal> page = usage().usage(new UsageFilter(
                    null,
                    UsageSelection.all(),
                    from,
                    null,
                    Set.of(UsageDimension.HOUR, UsageDimension.LICENSE),
                    UsageKind.CHARGED,
                    cursor,
                    1_000));
            for (UsageTotal total : page.items()) {
                sums.add(
                        total.keys().get(UsageDimension.LICENSE),
                        total.meter(),
                        Instant.parse(total.keys().get(UsageDimension.HOUR)),
                        total.units());
            }
            cursor = page.next();
        } while (cursor != null);
        return sums.all();
    }

    @Override
    public void close() {
        engine.close();
    }
}
