package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.core.insight.signal.NormalHabit.Customer;
import io.github.licensing4j.core.insight.signal.NormalHabit.LocalHour;
import io.github.licensing4j.spi.OriginSighting.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Random;

/** Licenses of normal habits and with everyday mishaps. */
final class Population {
    /** The hours of which there are sightings. */
    static final int SEEN_HOURS = 24 * 9;

    private final GeneratedService service;
    private final Random random;

    Population(GeneratedService service, long seed) {
        this.service = service;
        this.random = new Random(seed);
    }

    void add(String license, NormalHabit habit) {
        service.license(license);
        use(license, habit, 0, GeneratedService.HOURS);
        mishaps(license);
    }

    /** Adds usage from one hour to another. */
    void use(String license, NormalHabit habit, int from, int to) {
        Customer customer = new Customer(random, random.nextInt(), Math.exp(5.3 + 1.2 * random.nextGaussian()));
        int zone = random.nextInt(24);
        for (int hour = from; hour < to; hour++) {
            long calls = Math.round(habit.calls(customer, local(hour, zone)));
            if (calls > 0) {
                service.calls(license, hour, calls);
                if (hour >= GeneratedService.HOURS - SEEN_HOURS) {
                    service.see(
                            new SeenSubject(Kind.NETWORK, license, "key_of_" + license), hour, habit.networks(random));
                    service.see(
                            new SeenSubject(Kind.DEVICE, license, "key_of_" + license), hour, habit.devices(random));
                }
            }
        }
    }

    private static LocalHour local(int hour, int zone) {
        ZonedDateTime time = Instant.ofEpochSecond(
                        GeneratedService.instant(hour).getEpochSecond())
                .atZone(ZoneOffset.ofHours(zone - 12));
        return new LocalHour(
                (hour + zone) / 24, time.getDayOfWeek().getValue() - 1, time.getDayOfMonth(), time.getHour());
    }

    private void mishaps(String license) {
        int last = GeneratedService.HOURS - 1;
        if (random.nextDouble() < 0.15) {
            for (int day = 0; day < 2; day++) {
                service.refuse(
                        license,
                        last - random.nextInt(24 * 14),
                        new RefusedCalls("GET /", "rate-limited", 1 + random.nextInt(60)));
            }
        }
        if (random.nextDouble() < 0.2) {
            for (int endpoint = 0; endpoint < 5; endpoint++) {
                service.refuse(
                        license,
                        last - random.nextInt(48),
                        new RefusedCalls("GET /" + endpoint, "feature-not-licensed", 2));
            }
        }
        seen(license, last);
    }

    private void seen(String license, int last) {
        double missing = random.nextDouble();
        for (int hour = last - SEEN_HOURS; hour <= last; hour++) {
            long calls = service.calls(license, hour);
            if (calls > 0 && missing < 0.1) {
                service.see(
                        new SeenSubject(Kind.MISSING_PATH, license, ""), hour, Math.min(calls, 5 + random.nextInt(40)));
            } else if (calls > 200 && missing < 0.15) {
                service.see(new SeenSubject(Kind.MISSING_PATH, license, ""), hour, 64);
            }
            if (calls > 0 && missing > 0.9) {
                service.see(
                        new SeenSubject(Kind.BAD_CREDENTIAL, "", "network of " + license), hour, 1 + random.nextInt(6));
            }
        }
    }
}
