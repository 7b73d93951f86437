/**
 * Managing licenses over HTTP, and what callers may ask for themselves. A reader starts at {@link
 * io.github.licensing4j.servlet.admin.ManagementServlet} and Routes.
 */
@NullMarked
package io.github.licensing4j.servlet.admin;

import org.jspecify.annotations.NullMarked;
