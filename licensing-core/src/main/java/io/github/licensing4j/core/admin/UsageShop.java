package io.github.licensing4j.core.admin;

/**
 * What acts on usage have in common.
 *
 * @param adminTransactions carries them out
 * @param finder finds licenses
 * @param catalog what wishes mean under the live catalog
 * @param meters units in decimals
 * @param ids makes ids
 * @param idempotency knows requests that came before
 */
record UsageShop(
        AdminTransactions adminTransactions,
        LicenseFinder finder,
        PlanRules catalog,
        Meters meters,
        Ids ids,
        Idempotency idempotency) {}
