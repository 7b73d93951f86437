package io.github.licensing4j.tck;

/** The contract of the usage ledger of a store: the contracts of all its parts. A store's own test extends it. */
public abstract class UsageLedgerContract extends OpenedStore
        implements UsageBatchContract,
                UsageCounterContract,
                UsageMessageContract,
                UsageBalanceContract,
                UsageRangeContract,
                UsageCorrectionContract,
                UsageQueryContract,
                UsageModelContract,
                ExportLogContract,
                UsageTextContract {}
