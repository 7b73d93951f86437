package io.github.licensing4j.core;

import io.github.licensing4j.License;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.condition.ConditionInput;
import io.github.licensing4j.core.condition.ConditionInput.PresentedCredential;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.spi.LicenseRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows callers to conditions. */
final class ConditionCaller {
    private ConditionCaller() {}

    /** @param stored the record of the license, null if it has none */
    static ConditionInput.Caller of(
            License license, Terms terms, @Nullable LicenseRecord stored, VerifiedCredential credential) {
        return new ConditionInput.Caller(
                license,
                terms.features().stream().sorted().toList(),
                stored == null ? Map.of() : stored.external(),
                new PresentedCredential(
                        credential.kind(), List.copyOf(credential.scopes()), List.copyOf(credential.roles())));
    }

    /** Returns the license as it would be under another plan. */
    static License under(License license, PlanId plan) {
        return new License(
                license.id(),
                license.customer(),
                plan,
                license.state(),
                license.anchor(),
                license.zone(),
                license.expiresAt());
    }
}
