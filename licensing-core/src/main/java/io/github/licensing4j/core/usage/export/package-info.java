/**
 * Exports usage to other systems, as differences that add up. Start at {@link
 * io.github.licensing4j.core.usage.export.UsageExports}.
 */
@NullMarked
package io.github.licensing4j.core.usage.export;

import org.jspecify.annotations.NullMarked;
