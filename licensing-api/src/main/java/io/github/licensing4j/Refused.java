package io.github.licensing4j;

/**
 * A call that may not pass. Nothing was taken from any limit.
 *
 * @param refusal why, and what would change it
 */
public record Refused(Refusal refusal) implements Identification, Decision {}
