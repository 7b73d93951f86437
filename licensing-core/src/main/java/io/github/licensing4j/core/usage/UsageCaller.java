package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.UsageAccount;

/**
 * A caller whose usage is recorded; created once per caller and cached.
 *
 * @param account the caller's account in the journal
 * @param tally counts the decisions for the caller's license
 */
public record UsageCaller(UsageAccount account, UsageTally tally) {}
