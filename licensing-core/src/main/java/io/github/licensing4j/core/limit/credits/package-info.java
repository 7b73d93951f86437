/** Credits: units of prepaid grants. A reader starts at {@link io.github.licensing4j.core.limit.credits.CreditBook}. */
@NullMarked
package io.github.licensing4j.core.limit.credits;

import org.jspecify.annotations.NullMarked;
