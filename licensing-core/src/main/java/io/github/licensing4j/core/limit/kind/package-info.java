/** Lists the kinds of limits. A reader starts at {@link io.github.licensing4j.core.limit.kind.LimitKinds}. */
@NullMarked
package io.github.licensing4j.core.limit.kind;

import org.jspecify.annotations.NullMarked;
