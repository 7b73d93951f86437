/** Files that belong to this process, or to its user, only. A reader starts at OwnerOnlyFiles and ExclusiveFileLock. */
@NullMarked
package io.github.licensing4j.core.file;

import org.jspecify.annotations.NullMarked;
