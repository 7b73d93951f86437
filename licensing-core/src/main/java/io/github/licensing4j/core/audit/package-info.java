/** The audit log: entries chained by codes that only the holder of a key can compute. A reader starts at AuditChain. */
@NullMarked
package io.github.licensing4j.core.audit;

import org.jspecify.annotations.NullMarked;
