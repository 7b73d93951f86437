/**
 * Contract tests of the extension points, with sample values, a movable clock and assertions about decisions. A test of an implementation
 * extends the contract of its interface. Depends on the api, JUnit Jupiter and AssertJ only. A reader starts at
 * {@link io.github.licensing4j.tck.UsageExporterContract}.
 */
@NullMarked
package io.github.licensing4j.tck;

import org.jspecify.annotations.NullMarked;
