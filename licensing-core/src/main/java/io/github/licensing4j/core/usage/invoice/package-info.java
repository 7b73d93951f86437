/**
 * What a license would be billed: arithmetic on what is stored, without a store. Start at {@link
 * io.github.licensing4j.core.usage.invoice.Invoicing}.
 */
@NullMarked
package io.github.licensing4j.core.usage.invoice;

import org.jspecify.annotations.NullMarked;
