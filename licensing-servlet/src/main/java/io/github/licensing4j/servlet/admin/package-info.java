/**
 * The admin API and the paths of callers over HTTP. Start reading at
 * {@link io.github.licensing4j.servlet.admin.ManagementServlet} and Routes.
 */
@NullMarked
package io.github.licensing4j.servlet.admin;

import org.jspecify.annotations.NullMarked;
