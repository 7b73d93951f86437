/**
 * Computes invoices from stored data, without access to a store. Start at {@link
 * io.github.licensing4j.core.usage.invoice.Invoicing}.
 */
@NullMarked
package io.github.licensing4j.core.usage.invoice;

import org.jspecify.annotations.NullMarked;
