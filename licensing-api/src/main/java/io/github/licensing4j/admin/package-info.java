/**
 * Managing licenses: what administrators and the admin API do. A reader starts at {@link
 * io.github.licensing4j.admin.LicenseAdmin}.
 */
@NullMarked
package io.github.licensing4j.admin;

import org.jspecify.annotations.NullMarked;
