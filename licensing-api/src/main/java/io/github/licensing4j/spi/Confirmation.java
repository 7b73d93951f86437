package io.github.licensing4j.spi;

/**
 * Names the key that a credential is bound to (RFC 7800, {@code cnf}).
 *
 * @param method the member of {@code cnf}, such as {@code jkt} (RFC 9449) or {@code x5t#S256} (RFC 8705)
 * @param value its value, such as the thumbprint of the key
 */
public record Confirmation(String method, String value) {}
