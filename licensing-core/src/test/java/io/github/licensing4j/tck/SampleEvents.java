package io.github.licensing4j.tck;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ExportEvent;
import java.time.Duration;
import java.time.Instant;

/** Makes events of usage for tests of exporters. */
public final class SampleEvents {
    private static final LicenseId LICENSE = new LicenseId("https://vendor.example", "lic_1");
    private static final Instant HOUR = Instant.parse("2026-03-10T09:00:00Z");
    private static final Instant CREATED = Instant.parse("2026-03-10T10:05:00Z");

    private SampleEvents() {}

    /** Returns the first revision of an hour's usage. */
    public static ExportEvent event(String exporter, String id, String meter, long units) {
        return event(exporter, id, meter, units, 1);
    }

    /** Returns usage of a meter in seconds with three decimal places. */
    public static ExportEvent milliseconds(String exporter, String id, String meter, long units) {
        return event(exporter, id, meter, units).unit(new ExportEvent.Unit("s", 3));
    }

    /** Returns a later revision, with the difference to add; its id is another one. */
    public static ExportEvent difference(String exporter, String id, String meter, long units) {
        return event(exporter, id, meter, units, 2);
    }

    private static ExportEvent event(String exporter, String id, String meter, long units, int revision) {
        Instant end = HOUR.plus(Duration.ofHours(1));
        return new ExportEvent(
                id,
                exporter,
                LICENSE,
                "acme",
                meter,
                new ExportEvent.Hour(HOUR, end),
                revision,
                units,
                new ExportEvent.Unit("call", 0),
                new ExportEvent.Delivery(CREATED, 0, CREATED, null));
    }
}
