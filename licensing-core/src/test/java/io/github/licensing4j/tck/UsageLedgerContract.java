package io.github.licensing4j.tck;

/** The contract of the usage ledger of a store: the contracts of all its parts. A store's own test implements it. */
public interface UsageLedgerContract
        extends UsageBatchContract,
                UsageCounterContract,
                UsageMessageContract,
                UsageBalanceContract,
                UsageRangeContract,
                UsageCorrectionContract,
                UsageQueryContract,
                UsageModelContract,
                ExportLogContract,
                UsageTextContract {}
