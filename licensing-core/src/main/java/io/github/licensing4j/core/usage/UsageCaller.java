package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.UsageAccount;

/**
 * Whose usage is recorded; made once per caller and kept.
 *
 * @param account how the journal names them
 * @param tally what was decided for their license
 */
public record UsageCaller(UsageAccount account, UsageTally tally) {}
