package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import java.util.Comparator;

/** One meter of one license. */
record MeterName(LicenseId license, String meter) {
    static final Comparator<MeterName> ORDER = Comparator.comparing((MeterName name) -> name.license.issuer())
            .thenComparing(name -> name.license.value())
            .thenComparing(MeterName::meter);
}
