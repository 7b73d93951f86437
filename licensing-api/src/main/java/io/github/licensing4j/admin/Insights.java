package io.github.licensing4j.admin;

import java.util.List;

/** Reads what the usage of licenses shows. */
public interface Insights {
    /**
     * Forecasts the usage of a license.
     *
     * @throws NotFoundException if no such license is stored
     * @throws ConflictException if the catalog does not define its plan
     */
    LicenseInsight license(String licenseId);

    /**
     * The results for a license.
     *
     * @param forecasts of its quotas and credits, in the order of its limits
     */
    record LicenseInsight(List<UsageForecast> forecasts) {
        public LicenseInsight {
            forecasts = List.copyOf(forecasts);
        }
    }
}
