package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.admin.UsageForecast;
import io.github.licensing4j.admin.UsageForecast.Missing;
import io.github.licensing4j.core.admin.CustomerBudgets.Budget;
import io.github.licensing4j.core.admin.QuotaForecast.Basis;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.insight.forecast.DaysLeft;
import io.github.licensing4j.core.insight.forecast.Forecast;
import io.github.licensing4j.core.insight.forecast.ForecastRequest;
import io.github.licensing4j.core.insight.forecast.UsageForecaster;
import io.github.licensing4j.core.insight.forecast.UsageHistory;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Forecasts the quotas and credits of licenses from the usage of the days before. */
final class LicenseForecasts {
    private static final Duration LONGEST_REST = Duration.ofDays(366);
    private static final Duration CREDITS_AHEAD = Duration.ofDays(30);

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final PlanRules catalog;
    private final Meters meters;
    private final CustomerBudgets budgets;
    private final Function<LicenseRecord, List<LimitStatus>> readings;

    LicenseForecasts(
            String issuer,
            UsageChangeParts changeParts,
            UsageParts parts,
            Function<LicenseRecord, List<LimitStatus>> readings) {
        this.issuer = issuer;
        this.adminTransactions = changeParts.adminTransactions();
        this.catalog = changeParts.catalog();
        this.meters = changeParts.meters();
        this.budgets = new CustomerBudgets(issuer, changeParts, parts, readings);
        this.readings = readings;
    }

    /**
     * Returns the forecasts of a license. All usage must be in the ledger.
     *
     * @throws io.github.licensing4j.LicensingException if the catalog does not define its plan
     */
    List<UsageForecast> of(LicenseRecord license) {
        Instant now = adminTransactions.now();
        EffectiveLicense effective = EffectiveLicense.at(license, now);
        var one = new OneLicense(license, LicenseEvaluator.terms(license, effective, catalog.current()), now);
        return readings.apply(license).stream()
                .flatMap(status -> one.of(status).stream())
                .toList();
    }

    /** The forecasts of one license at one instant. */
    private final class OneLicense {
        private final LicenseRecord license;
        private final License shown;
        private final Terms terms;
        private final Instant now;
        private final LocalDate today;

        OneLicense(LicenseRecord license, Active active, Instant now) {
            this.license = license;
            this.shown = active.license();
            this.terms = active.terms();
            this.now = now;
            this.today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        }

        Optional<UsageForecast> of(LimitStatus status) {
            return switch (status.limit().kind()) {
                case QUOTA -> ofQuota(status, (QuotaLimit) status.limit());
                case CREDITS -> Optional.of(ofCredits(status));
                case RATE, CONCURRENCY, SEATS -> Optional.empty();
            };
        }

        private UsageForecast ofCredits(LimitStatus status) {
            var request = new Period(status, now, now.plus(CREDITS_AHEAD), 0);
            return forecast(request, Scope.LICENSE, units -> null);
        }

        private Optional<UsageForecast> ofQuota(LimitStatus status, QuotaLimit quota) {
            var arithmetic = new QuotaForecast(now.toEpochMilli(), meters);
            Instant began = LicenseEvaluator.began(license, shown);
            return arithmetic.basis(shown, began, status, quota).map(own -> {
                // The customer is billed for a shared budget on terms that may be those of another of its licenses.
                Budget billed = budgets.billed(license, quota).orElseGet(() -> new Budget(status, own));
                Basis basis = billed.basis();
                var period = new Period(
                        status,
                        Instant.ofEpochMilli(basis.fromMillis()),
                        Instant.ofEpochMilli(basis.window().endMillis()),
                        status.used());
                return forecast(
                        period,
                        quota.of(),
                        units -> arithmetic.cost(billed.status(), billed.quota(), basis.price(), units));
            });
        }

        private UsageForecast forecast(Period period, Scope scope, LongFunction<@Nullable Money> cost) {
            LimitStatus status = period.status();
            var views = new ForecastViews(status, period.end(), now);
            if (terms.conditions().containsKey(status.limit().name())) {
                return views.missing(Missing.CONDITIONAL);
            }
            if (Duration.between(now, period.end()).compareTo(LONGEST_REST) > 0) {
                return views.missing(Missing.PERIOD_TOO_LONG);
            }
            Forecast forecast = UsageForecaster.forecast(new ForecastRequest(
                    UsageHistory.before(today, adminTransactions.store().usage(), issuer, selection(status, scope)),
                    period.completeDays(today),
                    today,
                    DaysLeft.shares(now, period.end(), ZoneOffset.UTC),
                    period.used(),
                    status.remaining()));
            return views.of(forecast, cost);
        }

        private UsageSelection selection(LimitStatus status, Scope scope) {
            String meter = status.limit().meter();
            return scope == Scope.CUSTOMER
                    ? new UsageSelection(null, license.customer(), null, meter)
                    : new UsageSelection(license.id().value(), null, null, meter);
        }
    }

    /**
     * The time that a forecast is for.
     *
     * @param status the state of the limit
     * @param start when usage began that counts in it
     * @param end exclusive
     * @param used the units so far
     */
    private record Period(LimitStatus status, Instant start, Instant end, long used) {
        int completeDays(LocalDate today) {
            LocalDate first = start.atOffset(ZoneOffset.UTC).toLocalDate();
            return (int) Math.min(UsageHistory.DAYS, Math.max(0, ChronoUnit.DAYS.between(first, today)));
        }
    }
}
