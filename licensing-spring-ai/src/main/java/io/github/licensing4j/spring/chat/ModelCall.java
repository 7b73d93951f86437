package io.github.licensing4j.spring.chat;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.Reservation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * One call of a model until it is settled. The model reports its tokens in the last part of a stream, or in several, each with
 * the sum so far. Safe for use by many threads.
 */
final class ModelCall {
    private static final Logger log = LoggerFactory.getLogger(ModelCall.class);
    private static final int OK = 200;

    private final Reservation reservation;
    private final TokenMeters meters;
    private final TokenEstimates estimates;
    private final long promptEstimate;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();
    private long input;
    private long output;

    /** @param promptEstimate tokens of the prompt if the model reports none */
    ModelCall(Reservation reservation, TokenMeters meters, TokenEstimates estimates, long promptEstimate) {
        this.reservation = reservation;
        this.meters = meters;
        this.estimates = estimates;
        this.promptEstimate = promptEstimate;
    }

    /** Takes a response, or a part of a streamed one. */
    synchronized void received(@Nullable ChatResponse response) {
        if (response == null) {
            return;
        }
        Usage usage = response.getMetadata().getUsage();
        if (usage != null) {
            input = Math.max(input, tokens(usage.getPromptTokens()));
            output = Math.max(output, tokens(usage.getCompletionTokens()));
        }
        response.getResults().forEach(part -> {
            String more = part.getOutput().getText();
            if (more != null) {
                text.append(more);
            }
        });
    }

    private static long tokens(@Nullable Integer reported) {
        return reported == null ? 0 : reported;
    }

    /**
     * Settles a call that the model has answered completely. Only the first settlement has an effect.
     *
     * @return the tokens of a complete answer
     */
    TokenUse completed() {
        settle(false);
        return use(false);
    }

    /** Settles a call that failed or was cancelled: what the model has not reported is estimated. */
    void aborted() {
        settle(true);
    }

    private void settle(boolean isAborted) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        TokenUse use = use(isAborted);
        try {
            meters.charge(use, reservation);
        } finally {
            reservation.settle(new Outcome(OK, 0));
        }
        if (use.isEstimated()) {
            log.info(
                    "Licensing: a model call {} its tokens; {} input and {} output tokens are estimated and charged",
                    isAborted ? "ended before it reported" : "did not report",
                    use.input(),
                    use.output());
        }
    }

    /** Returns the tokens to charge: never 0, because the model has read the prompt. */
    synchronized TokenUse use(boolean isAborted) {
        if (input + output > 0 && !isAborted) {
            return new TokenUse(input, output, false);
        }
        return new TokenUse(Math.max(input, promptEstimate), Math.max(output, estimates.output(text.toString())), true);
    }
}
