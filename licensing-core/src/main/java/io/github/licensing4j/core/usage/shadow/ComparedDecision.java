package io.github.licensing4j.core.usage.shadow;

import io.github.licensing4j.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * The decisions on one call under two catalogs.
 *
 * @param customer the customer of the license
 * @param endpoint the endpoint; may be empty
 * @param live the code of the live refusal, null if the call is granted
 * @param draft the code of the refusal under the shadow catalog, null if it would grant the call
 */
public record ComparedDecision(
        String customer,
        String endpoint,
        @Nullable RefusalCode live,
        @Nullable RefusalCode draft) {}
