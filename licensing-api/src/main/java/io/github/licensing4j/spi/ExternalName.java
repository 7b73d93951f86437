package io.github.licensing4j.spi;

/**
 * The name of a license in another system, a member of {@code external} of a license. Several licenses may have the same.
 *
 * @param system the other system, such as {@code stripe}
 * @param name the name of the license there
 */
public record ExternalName(String system, String name) {}
