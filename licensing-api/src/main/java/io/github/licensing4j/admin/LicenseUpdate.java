package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a license; what is null stays as it is.
 *
 * @param expiresAt the new end; empty for none
 * @param overrides what the contract changes of the plan from now on, as the text of a JSON object; empty for nothing
 * @param external the names it has in other systems from now on
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // Null: as it was. Empty: none.
public record LicenseUpdate(
        @Nullable Optional<Instant> expiresAt,
        @Nullable Optional<String> overrides,
        @Nullable Map<String, String> external) {}
