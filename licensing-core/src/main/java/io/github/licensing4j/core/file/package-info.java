/** Files that belong to this process or to its user alone. A reader starts at ExclusiveFileLock. */
@NullMarked
package io.github.licensing4j.core.file;

import org.jspecify.annotations.NullMarked;
