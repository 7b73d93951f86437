/**
 * The command line, for vendors without a store and for checks of a catalog in CI. A reader starts at {@link
 * io.github.licensing4j.core.cli.Main}.
 */
@NullMarked
package io.github.licensing4j.core.cli;

import org.jspecify.annotations.NullMarked;
