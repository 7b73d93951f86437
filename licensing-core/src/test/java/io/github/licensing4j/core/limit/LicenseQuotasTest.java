package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LicenseQuotasTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final LicenseRecord LICENSE = LicenseRecord.of(
            new LicenseId("https://issuer.example", "lic_1"), "acme", PlanId.parse("basic@1"), START, ZoneOffset.UTC);

    private static Optional<String> quota(String of, CounterId counter) {
        var catalog = CatalogParser.parse("licensing.yaml", """
                catalog: c
                plans:
                  basic@1:
                    limits: {monthly: {kind: quota, was: month, meter: calls, amount: 10, per: P1M, of: %s}}
                """.formatted(of));
        return LicenseQuotas.at(
                        LicenseEvaluator.terms(LICENSE, EffectiveLicense.at(LICENSE, START), catalog),
                        START.toEpochMilli())
                .quota(counter)
                .map(QuotaLimit::name);
    }

    @Test
    void aCounterIsOfTheQuotaThatCountsIntoIt() {
        CounterId ofLicense = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        assertThat(quota("license", ofLicense)).as("by its first name").contains("monthly");
        assertThat(quota("license", new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M")))
                .isEmpty();
        assertThat(quota("license", new CounterId("month", "other", Limit.Kind.QUOTA, "P1M")))
                .isEmpty();
        assertThat(quota("license", new CounterId("month", "calls", Limit.Kind.CREDITS, "P1M")))
                .isEmpty();
        assertThat(quota("license", new CounterId("month", "calls", Limit.Kind.QUOTA, "P1D")))
                .isEmpty();
    }

    @Test
    void aCounterOfAnotherScopeIsOfNoQuotaThoughTheNameIsTheSame() {
        for (Scope counted : Scope.values()) {
            String subject = counted == Scope.LICENSE ? "" : "someone";
            CounterId counter = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M", counted, subject);
            for (QuotaLimit.Scope of : QuotaLimit.Scope.values()) {
                assertThat(quota(of.name().toLowerCase(Locale.ROOT), counter).isPresent())
                        .as("a counter of %s, a quota of %s", counted, of)
                        .isEqualTo(of.name().equals(counted.name()));
            }
        }
    }
}
