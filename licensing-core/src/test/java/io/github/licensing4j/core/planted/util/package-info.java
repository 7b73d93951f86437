/** A package of a name that is not allowed. */
@NullMarked
package io.github.licensing4j.core.planted.util;

import org.jspecify.annotations.NullMarked;
