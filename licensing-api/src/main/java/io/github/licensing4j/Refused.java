package io.github.licensing4j;

/**
 * A refused call. It consumed nothing of any limit.
 *
 * @param refusal the reason, and what would change it
 */
public record Refused(Refusal refusal) implements Identification, Decision {}
