package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.License;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.core.insight.signal.NearLimit.QuotaUse;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the limits of one license that refuse calls, are almost used up, or have no seat left. */
final class LimitScan {
    private static final Logger log = LoggerFactory.getLogger(LimitScan.class);
    private static final Map<String, Limit.Kind> KINDS = Map.of(
            RefusalCode.QUOTA_EXHAUSTED.text(), Limit.Kind.QUOTA,
            RefusalCode.CREDITS_EXHAUSTED.text(), Limit.Kind.CREDITS,
            RefusalCode.RATE_LIMITED.text(), Limit.Kind.RATE,
            RefusalCode.CONCURRENCY_EXCEEDED.text(), Limit.Kind.CONCURRENCY);
    private static final int SEAT_DAYS = 7;
    private static final double ALMOST = 0.9;

    private final ScanContext context;
    private final LicenseRecord license;
    private final License shown;
    private final List<Limit> limits;
    private @Nullable List<LimitStatus> readings;

    LimitScan(ScanContext context, LicenseRecord license, EffectiveLicense effective) {
        this.context = context;
        this.license = license;
        this.shown = LicenseEvaluator.shown(license, effective);
        this.limits = limits(effective);
    }

    private List<Limit> limits(EffectiveLicense effective) {
        try {
            return LicenseEvaluator.terms(
                            license, effective, context.sources().catalog().get())
                    .terms()
                    .limits();
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            log.debug("License {} has no limits: {}", license.id().value(), e.getMessage());
            return List.of();
        }
    }

    /**
     * Returns what was found.
     *
     * @param refused the refused calls by code
     * @param use the usage of complete days, null if there is none
     */
    List<Finding> findings(Map<String, RefusedDays> refused, @Nullable LicenseUse use) {
        Map<String, RefusedDays> byTarget = new LinkedHashMap<>();
        refused.forEach((code, days) -> {
            if (KINDS.containsKey(code) && days.isRepeated(context.settings())) {
                byTarget.put(target(code), days);
            }
        });
        Map<String, QuotaUse> quotas = quotas(use);
        List<Finding> findings = new ArrayList<>();
        TreeSet<String> targets = new TreeSet<>(byTarget.keySet());
        targets.addAll(quotas.keySet());
        for (String target : targets) {
            NearLimit.assess(byTarget.get(target), quotas.get(target), context.settings())
                    .ifPresent(
                            found -> findings.add(LicenseScan.finding(SignalKind.NEAR_LIMIT, license, target, found)));
        }
        RefusedDays seats = refused.get(RefusalCode.SEAT_LIMIT_REACHED.text());
        if (seats != null && seats.calls(SEAT_DAYS) > 0) {
            findings.addAll(fullSeats(seats));
        }
        return findings;
    }

    /** Refusals have no limit: it is the one of its kind if there is one, else the code. */
    private String target(String code) {
        List<Limit> ofKind =
                limits.stream().filter(limit -> limit.kind() == KINDS.get(code)).toList();
        return ofKind.size() == 1 ? ofKind.get(0).name() : code;
    }

    private Map<String, QuotaUse> quotas(@Nullable LicenseUse use) {
        Map<String, QuotaUse> early = new LinkedHashMap<>();
        if (use == null || Limit.select(limits, QuotaLimit.class).stream().noneMatch(quota -> mayBeEarly(quota, use))) {
            return early;
        }
        for (LimitStatus status : readings()) {
            for (QuotaLimit quota : Limit.select(List.of(status.limit()), QuotaLimit.class)) {
                if (isCountedTogether(quota) && quotaUse(quota, status).isEarly()) {
                    early.put(quota.name(), quotaUse(quota, status));
                }
            }
        }
        return early;
    }

    /** Returns whether the units of the last 31 days can be most of the quota, so that it is worth reading. */
    private boolean mayBeEarly(QuotaLimit quota, LicenseUse use) {
        Duration period = period(quota).length();
        double share = Math.min(1, (double) LicenseUse.UNIT_DAYS / Math.max(1, period.toDays()));
        return isCountedTogether(quota)
                && quota.amount() > 0
                && period.compareTo(NearLimit.SHORTEST) >= 0
                && use.units(quota.meter()) >= ALMOST * share * quota.amount();
    }

    private static boolean isCountedTogether(QuotaLimit quota) {
        return quota.of() == Scope.LICENSE || quota.of() == Scope.CUSTOMER;
    }

    private record Period(Instant start, Instant end) {
        Duration length() {
            return Duration.between(start, end);
        }
    }

    private Period period(QuotaLimit quota) {
        QuotaWindow window = Periods.of(quota, shown, context.now().toEpochMilli());
        return new Period(Instant.ofEpochMilli(window.startMillis()), Instant.ofEpochMilli(window.endMillis()));
    }

    private QuotaUse quotaUse(QuotaLimit quota, LimitStatus status) {
        Period period = period(quota);
        Instant resets = status.resetsAt();
        // A fresh start, such as the end of a trial, ends the period before.
        Instant end = resets != null && resets.isBefore(period.end) ? resets : period.end;
        return new QuotaUse(
                status.used(),
                quota.amount() + status.carried(),
                period.length(),
                Duration.between(context.now(), end));
    }

    private List<Finding> fullSeats(RefusedDays refused) {
        List<Finding> findings = new ArrayList<>();
        for (LimitStatus status : readings()) {
            boolean isFull = status.remaining() == 0;
            for (SeatsLimit seats : Limit.select(isFull ? List.of(status.limit()) : List.of(), SeatsLimit.class)) {
                SignalEvidence evidence = SignalEvidence.of(Map.of(
                        "seats",
                        (long) seats.max(),
                        "used",
                        status.used(),
                        "refused",
                        refused.calls(SEAT_DAYS),
                        "days",
                        (long) refused.days(SEAT_DAYS)));
                findings.add(LicenseScan.finding(
                        SignalKind.SEATS_FULL, license, seats.name(), new Assessment(refused.severity(), evidence)));
            }
        }
        return findings;
    }

    private List<LimitStatus> readings() {
        List<LimitStatus> known = readings;
        if (known == null) {
            known = read();
            readings = known;
        }
        return known;
    }

    private List<LimitStatus> read() {
        try {
            return context.sources().readings().apply(license);
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            log.debug(
                    "The limits of license {} cannot be read: {}", license.id().value(), e.getMessage());
            return List.of();
        }
    }
}
