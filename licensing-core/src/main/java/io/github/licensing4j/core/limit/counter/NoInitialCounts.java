package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;

enum NoInitialCounts implements InitialCounts {
    INSTANCE;

    @Override
    public long sinceMillis() {
        return Long.MIN_VALUE;
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        return 0;
    }
}
