package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One node whose catalog is edited between starts and while it runs, with its stores of counters. */
final class NodeFixture extends RunningNode {
    private final Supplier<Store> stores;
    private final boolean journaled;
    private UnaryOperator<StoreOptions> options = UnaryOperator.identity();
    private @Nullable InstantSource wall;
    private @Nullable SeatStore seatsOfHost;
    private @Nullable EngineFixture engine;
    Store store;

    private NodeFixture(Path dir, MovableClock clock, boolean journaled, Supplier<Store> stores) {
        super(dir, clock);
        this.journaled = journaled;
        this.stores = stores;
        this.store = stores.get();
    }

    /** Where a node stores counters. */
    enum Kept {
        MEMORY,
        JOURNAL,
        SQLITE,
        POSTGRES
    }

    static NodeFixture of(Kept kept, Path dir, String now) {
        return of(kept, dir, new MovableClock(now));
    }

    static NodeFixture of(Kept kept, Path dir, MovableClock clock) {
        Supplier<Store> stores = switch (kept) {
            case MEMORY -> {
                InMemoryStore all = new InMemoryStore();
                yield () -> all;
            }
            case JOURNAL -> () -> NoStore.INSTANCE;
            case SQLITE -> () -> JdbcStore.embedded(dir.resolve("store"));
            case POSTGRES -> {
                DataSource database = schema();
                yield () -> JdbcStore.on(database, PostgresSettings.defaults());
            }
        };
        return new NodeFixture(dir, clock, kept != Kept.MEMORY, stores);
    }

    /** Returns a catalog with the limits of plan free@1, at its end so that other plans can be added. */
    static String freePlan(String... limits) {
        return """
                catalog: weather-api
                meters:
                  tokens: { unit: token }
                features:
                  forecast.daily: {}
                plans:
                  free@1:
                    features: [forecast.daily]
                    limits:
                """ + "      " + String.join("\n      ", limits) + "\n";
    }

    static DataSource schema() {
        return Postgres.newPooledSchema();
    }

    static NodeFixture node(Path dir, MovableClock clock, DataSource database) {
        return new NodeFixture(dir, clock, true, () -> JdbcStore.on(database, PostgresSettings.defaults()));
    }

    /** Sets further options of the next starts. */
    NodeFixture options(UnaryOperator<StoreOptions> further) {
        options = further;
        return this;
    }

    /** Uses the real time at the next starts, on a machine with a clock of its own. */
    NodeFixture wall(InstantSource clock) {
        wall = clock;
        return this;
    }

    /** Has the seats of the next starts in a store of the host. */
    NodeFixture seats(SeatStore ofHost) {
        seatsOfHost = ofHost;
        return this;
    }

    @Override
    LicensingBuilder configured(LicensingBuilder builder) {
        if (seatsOfHost != null) {
            builder.seats(seatsOfHost);
        }
        InstantSource own = wall;
        if (own != null) {
            builder.clock = null;
            builder.wall = own;
        }
        return builder;
    }

    /** Starts with a catalog; throws as the start of a host would. */
    NodeFixture start(String catalog) {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        engine = started(
                catalog,
                options.apply(StoreOptions.in(store)
                        .node("node-" + dir.getFileName())
                        .usage(journaled ? journaled() : UsageSettings.inMemory())
                        .allowVolatileUsage()));
        return this;
    }

    void stop() {
        if (engine != null) {
            engine.close();
            engine = null;
        } else {
            store.close();
        }
        store = stores.get();
    }

    void restart(String catalog) {
        stop();
        start(catalog);
    }

    @Override
    EngineFixture engine() {
        if (engine == null) {
            throw new AssertionError("not started");
        }
        return engine;
    }

    /** Replaces the catalog while the node runs. */
    void edit(String catalog) {
        Catalogs catalogs = admin().catalogs();
        catalogs.replace(catalog, catalogs.current().hash(), BY);
    }

    static Requirement charge(String meter, long smallest, int scale) {
        return new Requirement(List.of(), Set.of(), List.of(new Charge(meter, smallest, 0, ChargeOn.NOT_5XX, scale)));
    }

    /** A license without a record. */
    String token(String plan) {
        return engine().token(plan, "lic_self");
    }

    /** Makes calls until one is refused, and counts those that were not. */
    int left(String credential) {
        int granted = 0;
        while (call(credential, Requirement.license()).equals("granted")) {
            granted++;
        }
        return granted;
    }

    Invoice invoice(String license, @Nullable String within) {
        return admin().usage().invoice(license, within == null ? null : Instant.parse(within));
    }

    /** The invoice of a customer for the present month. */
    CustomerInvoice customer(String customer) {
        return admin().usage().customerInvoice(customer, clock.instant());
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        } else {
            store.close();
        }
    }
}
