/**
 * The evaluation of licenses: states derived from timestamps, and the terms that follow. A reader starts at
 * LicenseEvaluator.
 */
@NullMarked
package io.github.licensing4j.core.license;

import org.jspecify.annotations.NullMarked;
