package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;

/** The counter and window of a slice. */
public record LeaseKey(LicenseId license, CounterId counter, QuotaWindow window) {

    LeaseRequest request(NodeLeases leases, QuotaClaim claim, long least, long most) {
        QuotaClaim asked = new QuotaClaim(counter, window, claim.ceiling(), least, claim.carry(), claim.start());
        return new LeaseRequest(leases.source(), license, asked, most, leases.nextOperation());
    }

    LeaseRelease release(NodeLeases leases, long units) {
        return new LeaseRelease(leases.source(), license, counter, window, units, leases.nextOperation());
    }
}
