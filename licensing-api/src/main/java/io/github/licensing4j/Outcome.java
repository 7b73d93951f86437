package io.github.licensing4j;

/**
 * How a call ended.
 *
 * @param status the HTTP status that was sent, or, where nothing was sent, the one that stands for what happened
 * @param responseBytes bytes of body written, 0 where nobody counted
 */
public record Outcome(int status, long responseBytes) {}
