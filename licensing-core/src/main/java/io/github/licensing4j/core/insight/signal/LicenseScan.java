package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.core.insight.signal.Silence.Found;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the silence, the trial and the refused features and limits of one license in force after the other. */
final class LicenseScan {
    private static final Set<LicenseState> IN_FORCE =
            EnumSet.of(LicenseState.PAST_DUE, LicenseState.TRIALING, LicenseState.ACTIVE);
    private static final int MAX_FEATURES = 10;
    private static final double SMALL = 0.1;

    private final ScanContext context;
    private final UsageDays days;
    private final RefusalDays refusals;

    LicenseScan(ScanContext context, UsageDays days) {
        this.context = context;
        this.days = days;
        this.refusals = RefusalDays.until(context.now(), context.figures(), context.settings());
    }

    List<Finding> findings(LicenseRecord license) {
        EffectiveLicense effective = EffectiveLicense.at(license, context.now());
        Instant starts = license.dates().startsAt();
        if (!IN_FORCE.contains(effective.state())
                || (starts != null && context.now().isBefore(starts))) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        silence(license).ifPresent(findings::add);
        trial(license, effective).ifPresent(findings::add);
        findings.addAll(features(license));
        findings.addAll(new LimitScan(context, license, effective)
                .findings(
                        refusals.of(license.id().value()), days.use(license.id().value())));
        return findings;
    }

    private Optional<Finding> silence(LicenseRecord license) {
        String id = license.id().value();
        if (days.calls(id) < context.settings().silenceCalls()) {
            return Optional.empty();
        }
        LocalDate today = date(context.now());
        long changed = ChronoUnit.DAYS.between(date(license.dates().changedAt()), today);
        return Silence.find(new Silence.Use(days.days(id), days.quiet(), changed))
                .filter(found -> !isRefused(id))
                .map(found -> finding(SignalKind.SILENCE, license, "", assessment(id, found)));
    }

    private Assessment assessment(String license, Found found) {
        long calls = days.calls(license);
        SignalSeverity severity = calls >= days.meanCalls()
                ? SignalSeverity.HIGH
                : calls >= SMALL * days.meanCalls() ? SignalSeverity.MEDIUM : SignalSeverity.LOW;
        return new Assessment(
                severity,
                SignalEvidence.of(
                        Map.of("days", (long) found.days(), "longest-gap", (long) found.longest(), "calls", calls)));
    }

    /** Returns whether calls of a license were refused since its last day with calls: then it is used, in vain. */
    private boolean isRefused(String license) {
        return refusals.days(license).last() < days.days(license).last();
    }

    private Optional<Finding> trial(LicenseRecord license, EffectiveLicense effective) {
        Trial trial = license.pinned().trial();
        if (trial == null || effective.state() != LicenseState.TRIALING) {
            return Optional.empty();
        }
        Instant starts = license.dates().startsAt();
        Instant created = license.dates().createdAt();
        String id = license.id().value();
        TrialUse.Trial use = new TrialUse.Trial(
                starts != null && starts.isAfter(created) ? starts : created,
                trial.endsAt(),
                context.now(),
                days.days(id),
                days.calls(id));
        return TrialUse.kind(use).map(kind -> finding(kind, license, "", TrialUse.assess(use)));
    }

    private List<Finding> features(LicenseRecord license) {
        SignalSettings settings = context.settings();
        String id = license.id().value();
        if (days.days(id).count(RefusedDays.DAYS) < settings.refusedDays()) {
            return List.of();
        }
        Comparator<Map.Entry<String, RefusedDays>> byCalls =
                Comparator.comparing(entry -> -entry.getValue().calls(RefusedDays.DAYS));
        return refusals.features(id).entrySet().stream()
                .filter(entry -> entry.getValue().isRepeated(settings))
                .sorted(byCalls.thenComparing(Map.Entry::getKey))
                .limit(MAX_FEATURES)
                .map(entry -> finding(
                        SignalKind.FEATURE_REFUSED,
                        license,
                        entry.getKey(),
                        new Assessment(
                                entry.getValue().severity(),
                                SignalEvidence.of(entry.getValue().figures()))))
                .toList();
    }

    private static LocalDate date(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    static Finding finding(SignalKind kind, LicenseRecord license, String target, Assessment found) {
        return new Finding(
                kind,
                new SignalSubject(license.id().issuer(), license.id().value(), license.customer(), target),
                found.severity(),
                found.evidence());
    }
}
