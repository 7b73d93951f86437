package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.spi.CreditGrant;
import org.jspecify.annotations.Nullable;

/**
 * A credit grant and its current consumption.
 *
 * @param grant the grant
 * @param meter the meter whose units it is in, null where no plan of the catalog has its limit any more
 * @param consumed consumed units, in the meter's smallest unit
 */
public record GrantedCredits(CreditGrant grant, @Nullable String meter, long consumed) {}
