package io.github.licensing4j.core.catalog;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Money;

/**
 * The price of a plan or a contract.
 *
 * @param amount for each billing period
 * @param per the billing period
 */
public record Price(Money amount, ContractPeriod per) {}
