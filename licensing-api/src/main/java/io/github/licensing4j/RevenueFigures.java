package io.github.licensing4j;

import java.math.BigDecimal;

/**
 * The amounts of final invoices of a group.
 *
 * @param amount the sum, in the currency of the group
 * @param invoices the number of invoices; one that has amounts of several plans counts in each of their groups
 */
public record RevenueFigures(BigDecimal amount, long invoices) {}
