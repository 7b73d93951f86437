/**
 * The management of licenses, as administrators and the admin API use it. A reader starts at
 * {@link io.github.licensing4j.admin.LicenseAdmin}.
 */
@NullMarked
package io.github.licensing4j.admin;

import org.jspecify.annotations.NullMarked;
