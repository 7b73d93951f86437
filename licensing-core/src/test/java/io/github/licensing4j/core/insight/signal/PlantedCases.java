package io.github.licensing4j.core.insight.signal;

import static io.github.licensing4j.SignalKind.BURST;
import static io.github.licensing4j.SignalKind.CREDENTIAL_STUFFING;
import static io.github.licensing4j.SignalKind.ENUMERATION;
import static io.github.licensing4j.SignalKind.FEATURE_REFUSED;
import static io.github.licensing4j.SignalKind.KEY_SHARING;
import static io.github.licensing4j.SignalKind.NEAR_LIMIT;
import static io.github.licensing4j.SignalKind.SEATS_FULL;
import static io.github.licensing4j.SignalKind.SILENCE;
import static io.github.licensing4j.SignalKind.TRIAL_ENGAGED;
import static io.github.licensing4j.SignalKind.TRIAL_IDLE;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.OriginSighting.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Misuse and opportunities in the last week of a generated service. */
final class PlantedCases {
    private static final int LAST = GeneratedService.HOURS;
    /** 11:00 UTC on the Tuesday of the last week. */
    private static final int HOUR = LAST - 2 * 24 + 11;

    private final GeneratedService service;
    private final Population population;
    private final Map<String, SignalKind> planted = new LinkedHashMap<>();

    PlantedCases(GeneratedService service, Population population) {
        this.service = service;
        this.population = population;
    }

    /** Adds all cases and returns their kinds by the license, or the network. */
    Map<String, SignalKind> add() {
        sharedKeys();
        bursts();
        stuffing();
        enumerations();
        silences();
        limits();
        trials();
        return planted;
    }

    private String used(String license, SignalKind kind, NormalHabit habit) {
        service.license(license);
        population.use(license, habit, 0, LAST);
        planted.put(license, kind);
        return license;
    }

    private void sharedKeys() {
        String leaked = used("leaked key", KEY_SHARING, NormalHabit.OFFICE);
        String posted = used("posted key", KEY_SHARING, NormalHabit.ALWAYS);
        String least = used("just shared key", KEY_SHARING, NormalHabit.OFFICE_WITH_OVERTIME);
        for (int hour = HOUR; hour < HOUR + 3; hour++) {
            see(leaked, hour, 12, 6);
            see(posted, hour, 64, 64);
            if (hour != HOUR + 1) {
                see(least, hour, 8, 4);
            }
        }
    }

    private void see(String license, int hour, int networks, int devices) {
        service.see(Kind.NETWORK, license, "second key", hour, networks);
        service.see(Kind.DEVICE, license, "second key", hour, devices);
    }

    private void bursts() {
        burst("burst of always", NormalHabit.ALWAYS, 0, 8);
        burst("burst of office", NormalHabit.OFFICE, 0, 10);
        burst("burst of nightly", NormalHabit.NIGHTLY_BATCH, 0, 5);
        burst("burst of weekly", NormalHabit.WEEKLY_BATCH, 0, 6);
        burst("burst of growth", NormalHabit.GROWTH, 0, 8);
        burst("burst of new license", NormalHabit.ALWAYS, LAST - 24 * 10, 8);
        String egress = used("burst of egress", BURST, NormalHabit.ALWAYS);
        for (int hour = LAST - 24 * 40; hour < LAST; hour++) {
            long units = hour == HOUR ? 40_000_000 : 1_000_000 + hour % 7 * 50_000L;
            service.use(new String[] {egress, "egress", "2"}, hour, units, 200);
        }
    }

    /** Adds some times the calls of the busiest hour. */
    private void burst(String license, NormalHabit habit, int from, int times) {
        service.license(license);
        planted.put(license, BURST);
        population.use(license, habit, from, LAST);
        long busiest = 100;
        for (int hour = from; hour < LAST; hour++) {
            busiest = Math.max(busiest, service.calls(license, hour));
        }
        service.calls(license, HOUR, times * busiest);
    }

    private void stuffing() {
        planted.put("203.0.113.0/24", CREDENTIAL_STUFFING);
        planted.put("2001:db8:1::/48", CREDENTIAL_STUFFING);
        service.see(Kind.BAD_CREDENTIAL, "", "203.0.113.0/24", HOUR, 20);
        for (int hour = HOUR; hour < HOUR + 20; hour++) {
            service.see(Kind.BAD_CREDENTIAL, "", "2001:db8:1::/48", hour, 64);
        }
    }

    private void enumerations() {
        String endpoints = used("tries endpoints", ENUMERATION, NormalHabit.OFFICE);
        for (int endpoint = 0; endpoint < 25; endpoint++) {
            service.refuse(
                    endpoints, HOUR, "GET /" + endpoint, endpoint < 9 ? "role-missing" : "feature-not-licensed", 1);
        }
        String paths = used("tries paths", ENUMERATION, NormalHabit.WEEKLY_BATCH);
        service.see(Kind.MISSING_PATH, paths, "", HOUR, 64);
        service.use(new String[] {paths, "calls", "4"}, HOUR, 400, 400);
    }

    private void silences() {
        silence("silent office", NormalHabit.OFFICE, 9);
        silence("silent always", NormalHabit.ALWAYS, 5);
        silence("silent nightly", NormalHabit.NIGHTLY_BATCH, 6);
        silence("silent weekly", NormalHabit.WEEKLY_BATCH, 18);
        silence("silent leisure", NormalHabit.LEISURE, 8);
    }

    private void silence(String license, NormalHabit habit, int days) {
        service.license(license);
        planted.put(license, SILENCE);
        population.use(license, habit, 0, LAST - 24 * days);
    }

    private void limits() {
        refused("quota refuses", NEAR_LIMIT, "quota-exhausted", 3);
        refused("credits refuse", NEAR_LIMIT, "credits-exhausted", 5);
        refused("rate refuses", NEAR_LIMIT, "rate-limited", 14);
        refused("concurrency refuses", NEAR_LIMIT, "concurrency-exceeded", 4);
        refused("feature refused", FEATURE_REFUSED, "feature-not-licensed", 3);
        refused("feature refused each day", FEATURE_REFUSED, "feature-not-licensed", 14);
        LicenseRecord early = service.license("quota almost used");
        planted.put("quota almost used", NEAR_LIMIT);
        for (int hour = LAST - 24 * 20; hour < LAST; hour++) {
            service.calls("quota almost used", hour, 2_000);
        }
        QuotaLimit monthly =
                new QuotaLimit("monthly", "calls", 1_000_000, ContractPeriod.parse("P1M"), List.of(), null);
        service.reads(early, new LimitStatus(monthly, 950_000, 50_000, null));
        fullSeats("seats full", SeatsLimit.Holder.USER);
        fullSeats("seats of devices full", SeatsLimit.Holder.DEVICE);
    }

    private void refused(String license, SignalKind kind, String code, int days) {
        used(license, kind, NormalHabit.ALWAYS);
        for (int day = 0; day < days; day++) {
            service.refuse(license, HOUR - 24 * day, "GET /export", code, 8);
        }
    }

    private void fullSeats(String license, SeatsLimit.Holder holder) {
        planted.put(license, SEATS_FULL);
        SeatsLimit seats = new SeatsLimit("seats", holder, 5, ContractPeriod.parse("P30D"));
        service.reads(service.license(license), new LimitStatus(seats, 5, 0, null));
        service.refuse(license, HOUR, "GET /", "seat-limit-reached", 1);
    }

    private void trials() {
        trial("engaged trial", TRIAL_ENGAGED);
        population.use("engaged trial", NormalHabit.ALWAYS, LAST - 24 * 9, LAST);
        trial("engaged trial at work", TRIAL_ENGAGED);
        population.use("engaged trial at work", NormalHabit.OFFICE, LAST - 24 * 9, LAST);
        trial("idle trial", TRIAL_IDLE);
        trial("hardly used trial", TRIAL_IDLE);
        service.calls("hardly used trial", LAST - 24 * 9, 7);
    }

    private void trial(String license, SignalKind kind) {
        Instant start = GeneratedService.END.minus(Duration.ofDays(10));
        service.store(LicenseRecord.of(
                        new LicenseId(ISSUER, license), "customer", PlanId.parse("pro@1"), start, ZoneOffset.UTC)
                .edit(start)
                .trial(new Trial(start.plus(Duration.ofDays(14)), PlanId.parse("pro@1")))
                .unstored());
        planted.put(license, kind);
    }
}
