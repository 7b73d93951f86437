/** Locks of files that belong to this process or to its user only. A reader starts at ExclusiveFileLock. */
@NullMarked
package io.github.licensing4j.core.file;

import org.jspecify.annotations.NullMarked;
