/**
 * The management of stored licenses: each change is validated, stored with its audit entries, and in effect on this
 * node when it returns. A reader starts at AdminTransactions and Administration.
 */
@NullMarked
package io.github.licensing4j.core.admin;

import org.jspecify.annotations.NullMarked;
