package io.github.licensing4j.core;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** An engine with a quota store of the host, in a process of its own that calls until it is killed or refused. */
final class KilledQuotaEngine {
    static final int THREADS = 4;
    static final long AMOUNT = 3_000;
    static final String ISSUER = "https://vendor.example";
    private static final String CATALOG = """
            catalog: killed
            plans:
              small@1:
                limits: { monthly: { kind: quota, meter: calls, amount: %d, per: P100Y } }
            """.formatted(AMOUNT);

    private KilledQuotaEngine() {}

    /** Counts one quota of one license in a file that outlives the process: each change is written before it counts. */
    static final class FileQuotaStore implements QuotaStore, QuotaAccount {
        private final FileChannel file;
        private long used;

        FileQuotaStore(Path path) throws IOException {
            byte[] changes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
            for (byte change : changes) {
                used += change;
            }
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        @Override
        public QuotaAccount account(LicenseId license) {
            return this;
        }

        @Override
        public synchronized QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
            QuotaClaim claim = quotas.get(0);
            if (!claim.fits(used, 0)) {
                return new QuotaResult.Exhausted(0, used);
            }
            add(claim.units());
            return new FileHold(this, claim.units(), used);
        }

        synchronized long used() {
            return used;
        }

        @Override
        public long used(CounterId counter, QuotaWindow window) {
            return used();
        }

        @Override
        public void adjust(CounterId counter, QuotaWindow window, long units, long nowMillis) {
            add(units);
        }

        synchronized void add(long units) {
            try {
                if (units != 0 && file.write(ByteBuffer.wrap(new byte[] {(byte) units})) != 1) {
                    throw new IOException("nothing was written");
                }
                used += units;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record FileHold(FileQuotaStore store, long units, long used) implements QuotaHold {
        @Override
        public long used(int claim) {
            return used;
        }

        @Override
        public long consumed(int claim) {
            return 0;
        }

        @Override
        public long balance(int claim) {
            return 0;
        }

        @Override
        public long[] consume(int claim, long units) {
            return new long[0];
        }

        @Override
        public void settle(long... settled) {
            store.add(settled[0] - units);
        }

        @Override
        public void release() {
            store.add(-units);
        }
    }

    static LicensingBuilder builder(Path dir, KeyFile keys) throws IOException {
        return new LicensingBuilder()
                .issuer(ISSUER)
                .audience("weather-api")
                .keys(keys)
                .catalog(Files.writeString(dir.resolve("licensing.yaml"), CATALOG))
                .reloadInterval(Duration.ZERO);
    }

    static String token(KeyFile keys) {
        return new LicenseTokenIssuer(ISSUER, "weather-api", keys, InstantSource.system())
                .issue(LicenseTokenRequest.of("acme", "lic_1", PlanId.parse("small@1"), Duration.ofHours(1)));
    }

    /** Makes a call. Returns whether it was granted. */
    static boolean call(LicensingEngine engine, String token) {
        var who = engine.licensing().identify(EngineFixture.call(new Credential(Source.BEARER, token)));
        if (who instanceof Identified caller
                && EngineFixture.decide(engine.licensing(), caller, Requirement.license()) instanceof Granted granted) {
            granted.reservation().settle(new Outcome(200, 0));
            return true;
        }
        return false;
    }

    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[0]);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, US_ASCII);
        KeyFile keys = KeyFile.ephemeral();
        StoreOptions options = StoreOptions.in(JdbcStore.embedded(dir.resolve("store")))
                .usage(new UsageSettings(
                        JournalSettings.in(dir.resolve("journal")).sizes(1 << 20, 8 << 20),
                        Duration.ofMillis(20),
                        null))
                .auditKey(AuditKey.at(dir.resolve("audit.key")));
        LicensingEngine engine = builder(dir, keys)
                .stored(options)
                .quotas(new FileQuotaStore(dir.resolve("quota")))
                .build();
        String token = token(keys);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(() -> {
                while (call(engine, token)) {
                    out.println("answered");
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        engine.close();
        out.println("refused");
    }
}
