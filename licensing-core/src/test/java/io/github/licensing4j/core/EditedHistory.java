package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Decision;
import io.github.licensing4j.Granted;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** A random life of one license in a world whose catalog is edited, on the engine and on a list of plain numbers. */
final class EditedHistory {
    private static final List<String> USERS = List.of("u0", "u1");

    private final EditedWorld world;
    private final RandomGenerator random;
    private final String license;
    private final List<NewKey> keys = new ArrayList<>();
    /** What each quota has counted, by its number and subject. */
    private final Map<String, Long> used = new HashMap<>();
    /** The amounts that the contract says instead of the plan's, by the number of the quota. */
    private final Map<Integer, Long> overrides = new HashMap<>();

    private int plan;
    int granted;
    int refused;
    int corrected;
    int moved;

    EditedHistory(EditedWorld world, RandomGenerator random, String customer) {
        this.world = world;
        this.random = random;
        this.license = world.license(customer);
        keys.add(world.key(license));
        keys.add(world.key(license));
    }

    void step() {
        switch (random.nextInt(10)) {
            case 0, 1 -> correct();
            case 2 -> override();
            case 3 -> move();
            default -> call();
        }
    }

    private static String counter(int quota, int key, int user) {
        return quota
                + switch (quota) {
                    case 2 -> "/" + key;
                    case 3 -> "/" + user;
                    default -> "";
                };
    }

    private long used(int quota, int key, int user) {
        return used.getOrDefault(counter(quota, key, user), 0L);
    }

    private long amount(int quota) {
        return 100 * overrides.getOrDefault(quota, world.amounts[plan][quota]);
    }

    private void call() {
        int key = random.nextInt(2);
        int user = random.nextInt(2);
        long units = random.nextInt(700);
        boolean fits = true;
        for (int quota = 0; quota < 4; quota++) {
            long left = amount(quota) - used(quota, key, user);
            fits &= left > 0 && units <= left;
        }
        Decision decision = world.decide(keys.get(key).key(), USERS.get(user), units);
        same("granted", decision instanceof Granted, fits);
        if (!(decision instanceof Granted call)) {
            refused++;
            return;
        }
        granted++;
        boolean isCounted = random.nextInt(5) > 0;
        for (int quota = 0; quota < 4; quota++) {
            same("held of " + quota, status(call, quota).used(), used(quota, key, user) + units);
            used.merge(counter(quota, key, user), isCounted ? units : 0, Long::sum);
        }
        call.reservation().settle(new Outcome(isCounted ? 200 : 500, 0));
    }

    private LimitStatus status(Granted call, int quota) {
        return call.limits().stream()
                .filter(status -> status.limit().name().equals(world.names.get(quota)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no limit " + world.names.get(quota)));
    }

    private void correct() {
        int key = random.nextInt(2);
        int user = random.nextInt(2);
        long units = random.nextInt(600) - 250L;
        if (units == 0) {
            return;
        }
        boolean isRefused = used(2, key, user) + units < 0 || used(3, key, user) + units < 0;
        try {
            world.admin()
                    .usage()
                    .correct(
                            license,
                            new CorrectionRequest(
                                    "data",
                                    BigDecimal.valueOf(units, 2),
                                    null,
                                    keys.get(key).view().id(),
                                    USERS.get(user),
                                    List.of()),
                            BY);
            same("correction refused", false, isRefused);
        } catch (ConflictException e) {
            same("correction refused: " + e.getMessage(), true, isRefused);
            return;
        }
        corrected++;
        for (int quota = 0; quota < 4; quota++) {
            used.merge(counter(quota, key, user), units, Long::sum);
        }
    }

    private void override() {
        overrides.clear();
        List<String> limits = new ArrayList<>();
        for (int quota = 0; quota < 4; quota++) {
            if (random.nextBoolean()) {
                overrides.put(quota, world.amount());
                limits.add("\"" + world.names.get(quota) + "\":{\"amount\":" + overrides.get(quota) + "}");
            }
        }
        LicenseUpdate update = LicenseUpdate.none().overriding("{\"limits\":{" + String.join(",", limits) + "}}");
        world.admin().licenses().update(license, update, OptionalLong.empty(), BY);
    }

    /** Usage is carried, or what the license counts by its own periods starts afresh. */
    private void move() {
        world.clock.advance(java.time.Duration.ofSeconds(1));
        UsageTreatment usage = random.nextInt(3) == 0 ? UsageTreatment.FRESH : UsageTreatment.CARRY;
        plan = 1 - plan;
        world.admin()
                .licenses()
                .changePlan(license, new PlanChangeRequest(PlanId.parse("p" + plan + "@1"), When.NOW, usage), BY);
        if (usage == UsageTreatment.FRESH) {
            used.keySet().removeIf(counter -> !counter.startsWith("1"));
        }
        moved++;
    }

    private void same(String what, Object is, Object expected) {
        if (!is.equals(expected)) {
            throw new AssertionError(license + ", " + what + ": expected " + expected + ", got " + is);
        }
    }
}
