package io.github.licensing4j.spring.chat;

/**
 * The tokens that one model call was charged for.
 *
 * @param input tokens of the prompt
 * @param output tokens of the answer
 * @param isEstimated whether the model did not report them, so that they were estimated from the texts
 */
public record TokenUse(long input, long output, boolean isEstimated) {}
