package io.github.licensing4j.core;

import io.github.licensing4j.License;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Upgrade;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a refusal from the few parts that its kind has. */
final class RefusalBuilder {
    private final String id;
    private final RefusalCode code;
    private final String detail;
    private @Nullable License license;
    private @Nullable LimitStatus limit;
    private List<LimitStatus> limits = List.of();
    private @Nullable Instant retryAt;
    private @Nullable Upgrade upgrade;
    private Set<String> scopes = Set.of();

    RefusalBuilder(String id, RefusalCode code, String detail) {
        this.id = id;
        this.code = code;
        this.detail = detail;
    }

    RefusalBuilder license(@Nullable License license) {
        this.license = license;
        return this;
    }

    RefusalBuilder limits(LimitStatus refused, List<LimitStatus> all) {
        this.limit = refused;
        this.limits = all;
        return this;
    }

    RefusalBuilder retryAt(@Nullable Instant retryAt) {
        this.retryAt = retryAt;
        return this;
    }

    RefusalBuilder upgrade(@Nullable Upgrade upgrade) {
        this.upgrade = upgrade;
        return this;
    }

    RefusalBuilder scopes(Set<String> missing) {
        this.scopes = missing;
        return this;
    }

    Refusal build() {
        return new Refusal(id, code, detail, license, limit, limits, retryAt, upgrade, scopes, null);
    }
}
