/**
 * Licensing4j in a Spring Boot application. Start reading at {@link io.github.licensing4j.spring.LicensingProperties},
 * the properties, and {@link io.github.licensing4j.spring.LicensingAutoConfiguration}, the beans.
 */
@NullMarked
package io.github.licensing4j.spring;

import org.jspecify.annotations.NullMarked;
