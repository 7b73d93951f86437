/**
 * The catalog: {@code licensing.yaml} as one immutable snapshot, checked as a closed world and replaced as a whole when
 * the file changes. A reader starts at {@link io.github.licensing4j.core.catalog.Catalog} and at {@link
 * io.github.licensing4j.core.catalog.LiveCatalog}, which keeps the current one.
 */
@NullMarked
package io.github.licensing4j.core.catalog;

import org.jspecify.annotations.NullMarked;
