package io.github.licensing4j.core.admin;

/**
 * The parts that changes of usage have in common.
 *
 * @param adminTransactions executes them
 * @param finder finds licenses
 * @param catalog applies the rules of the live catalog
 * @param meters converts units from and to decimals
 * @param ids generates ids
 * @param idempotency recognizes repeated requests
 */
record UsageChangeParts(
        AdminTransactions adminTransactions,
        LicenseFinder finder,
        PlanRules catalog,
        Meters meters,
        Ids ids,
        Idempotency idempotency) {}
