package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.core.insight.signal.FigureReader.Groups;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The context of a scan of one issuer.
 *
 * @param issuer the issuer of the licenses
 * @param sources the sources of all issuers
 * @param settings the amounts
 * @param now the present instant
 */
record ScanContext(String issuer, SignalSources sources, SignalSettings settings, Instant now) {

    FigureReader figures() {
        return new FigureReader(sources.insights(), issuer);
    }

    /** Returns the start of the present hour. */
    Instant hour() {
        return now.truncatedTo(ChronoUnit.HOURS);
    }

    /** Returns the start of today. */
    Instant today() {
        return now.truncatedTo(ChronoUnit.DAYS);
    }

    /** Returns the present hour and those before it. */
    InsightRange lastHours(int hours) {
        Instant end = hour().plus(1, ChronoUnit.HOURS);
        return FigureReader.range(end.minus(hours, ChronoUnit.HOURS), end, InsightStep.HOUR);
    }

    /** Returns a subject with the customer of the license: that of its record, or of its calls of the last days if it has none. */
    SignalSubject subject(String license, String target) {
        String customer = sources.licenses()
                .find(new LicenseId(issuer, license))
                .map(LicenseRecord::customer)
                .orElseGet(() -> customerOfCalls(license));
        return new SignalSubject(issuer, license, customer, target);
    }

    private String customerOfCalls(String license) {
        List<String> customers = new ArrayList<>();
        InsightRange days = FigureReader.range(
                today().minus(1, ChronoUnit.DAYS), today().plus(1, ChronoUnit.DAYS), InsightStep.DAY);
        figures()
                .usage(
                        Groups.by(days, InsightDimension.CUSTOMER).where(Map.of(InsightDimension.LICENSE, license)),
                        group -> customers.add(FigureReader.key(group, InsightDimension.CUSTOMER)));
        return customers.isEmpty() ? "" : customers.get(customers.size() - 1);
    }
}
