package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.SignalStore;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The sources that signals are found in.
 *
 * @param insights usage and refusals over time
 * @param signals sightings of networks, devices, credentials and paths
 * @param licenses the licenses
 * @param catalog returns the present catalog
 * @param readings reads the current limits of a license; may throw {@link io.github.licensing4j.LicensingException} if the catalog does
 *     not define its plan
 */
public record SignalSources(
        InsightStore insights,
        SignalStore signals,
        LicenseStore licenses,
        Supplier<Catalog> catalog,
        Function<LicenseRecord, List<LimitStatus>> readings) {}
