package io.github.licensing4j.tck;

/**
 * The contract of a store without its ledger: the contracts of all its parts. A store's own test extends
 * {@link OpenedStore} and implements it; a test of one part implements the contract of that part.
 */
public interface StoreContract
        extends LicenseStoreContract,
                LicenseListContract,
                CredentialStoreContract,
                RevocationStoreContract,
                CreditStoreContract,
                IdempotencyStoreContract,
                StoreDependencyContract,
                StoreChangeContract,
                ChangeFeedContract,
                AuditLogContract,
                OutboxContract,
                StoredTextContract {}
