/** Classes that break the rules of the architecture on purpose, to prove that the rules would notice. */
@NullMarked
package io.github.licensing4j.core.planted;

import org.jspecify.annotations.NullMarked;
