/**
 * Conditions of the catalog, in the Common Expression Language. A reader starts at {@link
 * io.github.licensing4j.core.condition.ConditionCompiler}; only {@code CelProgram} and {@code CelChecks} use the library.
 */
@NullMarked
package io.github.licensing4j.core.condition;

import org.jspecify.annotations.NullMarked;
