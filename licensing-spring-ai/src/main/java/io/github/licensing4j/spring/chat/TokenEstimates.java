package io.github.licensing4j.spring.chat;

import io.github.licensing4j.LicensingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.MediaContent;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tokenizer.TokenCountEstimator;

/** Estimates the tokens of a model call before and without its report. Safe for use by many threads. */
final class TokenEstimates {
    /** Bits that an estimate keeps: it is rounded up by at most a sixteenth, so that calls share few reservations. */
    private static final int KEPT_BITS = 5;

    private final TokenCountEstimator estimator;
    private final int maxOutput;

    /**
     * Creates estimates.
     *
     * @param maxOutput output tokens of a call whose options set no maximum
     * @throws LicensingException if there are none
     */
    TokenEstimates(TokenCountEstimator estimator, int maxOutput) {
        if (maxOutput < 1) {
            throw new LicensingException("licensing.chat.max-output-tokens is " + maxOutput + ", expected 1 or more");
        }
        this.estimator = estimator;
        this.maxOutput = maxOutput;
    }

    /** Returns the tokens of a prompt with the definitions of its tools; at least 1. */
    long input(Prompt prompt) {
        List<MediaContent> contents = new ArrayList<>();
        long tokens = 0;
        for (Message message : prompt.getInstructions()) {
            if (message instanceof MediaContent content) {
                contents.add(content);
            } else {
                tokens += estimator.estimate(message.getText());
            }
        }
        if (prompt.getOptions() instanceof ToolCallingChatOptions options && options.getToolCallbacks() != null) {
            tokens += options.getToolCallbacks().stream()
                    .map(tool -> tool.getToolDefinition())
                    .mapToLong(tool ->
                            estimator.estimate(tool.name() + " " + tool.description() + " " + tool.inputSchema()))
                    .sum();
        }
        return Math.max(1, tokens + (contents.isEmpty() ? 0 : estimator.estimate(contents)));
    }

    /** Returns the most output tokens that a call may have. */
    long maxOutput(@Nullable ChatOptions options) {
        Integer max = options == null ? null : options.getMaxTokens();
        return max == null ? maxOutput : max;
    }

    /** Returns the tokens of an answer, 0 for none. */
    long output(String text) {
        return text.isEmpty() ? 0 : estimator.estimate(text);
    }

    /** Returns an estimate rounded up, so that similar ones are equal. */
    static long roundedUp(long tokens) {
        int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(tokens) - KEPT_BITS);
        long step = 1L << dropped;
        return (tokens + step - 1) / step * step;
    }
}
