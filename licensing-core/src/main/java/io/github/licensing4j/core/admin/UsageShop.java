package io.github.licensing4j.core.admin;

/**
 * What acts on usage have in common.
 *
 * @param registrar carries them out
 * @param finder finds licenses
 * @param catalog what wishes mean under the live catalog
 * @param meters units in decimals
 * @param ids makes ids
 * @param idempotency knows requests that came before
 */
record UsageShop(
        Registrar registrar,
        LicenseFinder finder,
        CatalogDesk catalog,
        Meters meters,
        Ids ids,
        Idempotency idempotency) {}
