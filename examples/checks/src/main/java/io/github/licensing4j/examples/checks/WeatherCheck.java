package io.github.licensing4j.examples.checks;

import io.github.licensing4j.examples.checks.ServiceClient.Sold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Starts the example {@code weather-api} as a process of its own, and checks it as its callers see it. */
public final class WeatherCheck implements AutoCloseable {
    private static final String DAILY = "/v1/forecast/daily";
    private static final String HOURLY = "/v1/forecast/hourly";
    private static final String EXPORT = "/v1/export/csv";
    private static final int THREADS = 8;
    private static final long AMOUNT = 200;
    private static final Duration SHIPPED = Duration.ofSeconds(5);

    private final Checks checks;
    private final Path jar;
    private final Path log;
    private final Map<String, String> environment;
    private final String adminToken;
    private ServiceProcess process;
    private ServiceClient service;

    private WeatherCheck(Path jar, Path catalog, Path keys, Path directory) throws IOException, InterruptedException {
        this.checks = new Checks(System.out);
        this.jar = jar;
        this.log = directory.resolve("weather-api.log");
        this.adminToken = secret();
        this.environment = new HashMap<>(Map.of(
                "CATALOG", catalog.toString(),
                "KEYS", keys.toString(),
                "DATA_DIR", directory.resolve("data").toString(),
                "ADMIN_TOKEN", adminToken));
        this.process = start();
        this.service = new ServiceClient(process.base(), adminToken);
    }

    /**
     * Runs the checks; the exit code is 0 if all passed.
     *
     * @param arguments the jar of the example, its catalog, its keys, and a new directory
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of(arguments[3]));
        WeatherCheck check =
                new WeatherCheck(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), directory);
        Runtime.getRuntime().addShutdownHook(new Thread(check::close, "stop"));
        System.exit(check.run());
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        RandomGenerator random = new SecureRandom();
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ServiceProcess start() throws IOException, InterruptedException {
        ServiceProcess started = ServiceProcess.start(List.of("-jar", jar.toString()), environment, log);
        return started.awaitReady("/status", log.toFile());
    }

    private int run() throws InterruptedException {
        try {
            outcomes();
            quota();
            killed();
            revocation();
            agreement();
        } catch (IOException e) {
            checks.broken("weather-api answers", e);
        }
        return checks.finish();
    }

    private void outcomes() throws IOException, InterruptedException {
        Sold free = service.sell("free@1");
        Sold pro = service.sell("pro@1");
        checks.equal(
                "a feature of the plan", "200", service.get(DAILY, free.key()).outcome());
        checks.equal(
                "a feature of a larger plan",
                "403 feature-not-licensed",
                service.get(HOURLY, free.key()).outcome());
        checks.equal(
                "the same feature in that plan",
                "200",
                service.get(HOURLY, pro.key()).outcome());
        checks.equal(
                "a call without a credential",
                "401 credential-missing",
                service.get(DAILY).outcome());
        checks.equal(
                "a key that does not exist",
                "401 credential-invalid",
                service.get(DAILY, "lk_live_0").outcome());
        checks.equal("an export", "200", service.get(EXPORT, pro.key()).outcome());
        awaitSettled(pro, 11);
        checks.equal("units of one call and one export of 10", 11L, service.settled(pro.license()));
    }

    private void quota() throws IOException, InterruptedException {
        Sold sold = service.sellQuota(AMOUNT);
        Load load = new Load(THREADS, () -> service.get(DAILY, sold.key())).untilRefused(3 * THREADS);
        checks.equal("quota, granted to " + THREADS + " threads", AMOUNT, load.granted());
        checks.equal(
                "quota, code of the refusals",
                "429 quota-exhausted",
                service.get(DAILY, sold.key()).outcome());
        awaitSettled(sold, AMOUNT);
        checks.equal("quota, settled in the ledger", AMOUNT, service.settled(sold.license()));
    }

    /** Kills the service during calls. What was settled before counts afterwards. */
    private void killed() throws IOException, InterruptedException {
        Sold sold = service.sellQuota(AMOUNT);
        Load before = new Load(THREADS, () -> service.get(DAILY, sold.key()));
        Thread killer = new Thread(() -> killAfter(before, AMOUNT / 2), "killer");
        killer.start();
        before.untilRefused(THREADS);
        killer.join();
        process = start();
        service = new ServiceClient(process.base(), adminToken);
        Load after = new Load(THREADS, () -> service.get(DAILY, sold.key())).untilRefused(3 * THREADS);
        checks.between(
                "killed at half of a quota and restarted: answered",
                new Checks.Bounds(AMOUNT - THREADS, AMOUNT + THREADS),
                before.granted() + after.granted());
        awaitSettled(sold, AMOUNT);
        checks.equal("the same: settled in the ledger", AMOUNT, service.settled(sold.license()));
    }

    private void killAfter(Load load, long granted) {
        try {
            Waiting.until(Duration.ofSeconds(30), () -> load.granted() >= granted);
            process.kill();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the service was not killed", e);
        }
    }

    private void revocation() throws IOException, InterruptedException {
        Sold sold = service.sell("pro@1");
        checks.equal(
                "a key before its revocation",
                "200",
                service.get(DAILY, sold.key()).outcome());
        service.admin("DELETE", "/keys/" + sold.keyId(), "");
        checks.equal(
                "the next call with the revoked key",
                "401 credential-revoked",
                service.get(DAILY, sold.key()).outcome());
    }

    private void agreement() throws IOException, InterruptedException {
        checks.equal(
                "reconciliation of decisions, journal and ledger",
                "[]",
                service.read("/reconciliation").path("differences").toString());
        checks.equal(
                "the audit log verifies",
                true,
                service.read("/audit/verify").path("valid").asBoolean());
    }

    private void awaitSettled(Sold sold, long units) throws IOException, InterruptedException {
        Waiting.until(SHIPPED, () -> service.settled(sold.license()) >= units);
    }

    @Override
    public void close() {
        process.close();
    }
}
