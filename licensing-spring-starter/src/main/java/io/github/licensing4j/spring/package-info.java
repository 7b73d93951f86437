/**
 * Licensing4j in a Spring Boot application. A reader starts at {@link
 * io.github.licensing4j.spring.LicensingProperties}, what can be set, and {@link
 * io.github.licensing4j.spring.LicensingAutoConfiguration}, what is made of it.
 */
@NullMarked
package io.github.licensing4j.spring;

import org.jspecify.annotations.NullMarked;
