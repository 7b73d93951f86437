/**
 * Managing what is stored: each act is checked, stored with its audit entries in one change, and in force on this node when
 * it returns. A reader starts at Registrar and Administration.
 */
@NullMarked
package io.github.licensing4j.core.admin;

import org.jspecify.annotations.NullMarked;
