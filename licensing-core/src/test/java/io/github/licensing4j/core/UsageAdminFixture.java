package io.github.licensing4j.core;

import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.core.MeteredFixture.Kept;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** An engine with usage, and requests to administer it. */
abstract class UsageAdminFixture {
    @TempDir
    Path dir;

    MeteredFixture open(Kept kept) {
        return new MeteredFixture(dir, kept, options -> options);
    }

    static GrantRequest grant(String amount, @Nullable Instant expiresAt) {
        return new GrantRequest("prepaid", new BigDecimal(amount), 0, null, expiresAt);
    }

    /** Returns the filter of all charged usage of a selection. */
    static UsageFilter charged(@Nullable String issuer, UsageSelection selection) {
        return new UsageFilter(issuer, selection, null, null, Set.of(), UsageKind.CHARGED, null, 100);
    }

    static UsageFilter all(@Nullable Instant from, @Nullable Instant to, Set<UsageDimension> by) {
        return new UsageFilter(null, UsageSelection.all(), from, to, by, UsageKind.CHARGED, null, 100);
    }
}
