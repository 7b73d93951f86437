package io.github.licensing4j.spring.chat;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseRefusedException;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.servlet.PendingCall;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Charges the tokens of model calls to the license of the caller. Each call of a model is an endpoint of its own, {@code LLM
 * /gpt-5} for the model {@code gpt-5}: it reserves an estimate before, and is settled with what the model reports. Safe for use by
 * many threads.
 *
 * <p>Every {@code ChatClient.Builder} of the application context has the {@link #advisors}; other clients add them.
 */
public final class LicensedChat {
    /** The method of the endpoints, as catalog rules name it. */
    public static final String METHOD = "LLM";

    /**
     * The name of the advisor parameter with the {@link Identified} caller, for calls that start on a thread that serves no
     * request: the value of {@link #caller()} on the thread that does.
     */
    public static final String CALLER = "licensing.caller";

    /**
     * The name in the context of a response of the {@link TokenUse} that the last call of the model was charged for. Streams
     * have none, because they are settled when they end.
     */
    public static final String TOKENS = "licensing.tokens";

    private static final String DEFAULT_MODEL = "default";

    private final Licensing licensing;
    private final TokenMeters meters;
    private final TokenEstimates estimates;

    LicensedChat(Licensing licensing, TokenMeters meters, TokenEstimates estimates) {
        this.licensing = licensing;
        this.meters = meters;
        this.estimates = estimates;
    }

    /** Returns the advisors of a chat client: one that finds the caller, and one around each call of the model. */
    public List<Advisor> advisors() {
        return List.of(new CallerAdvisor(this), new TokenAdvisor(this));
    }

    /**
     * Returns the caller of the request that the current thread serves.
     *
     * @throws LicenseRefusedException if the request has no valid license
     * @throws LicensingException if the thread serves no request that the licensing filter has read
     */
    public Identified caller() {
        Optional<PendingCall> call =
                RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                        ? PendingCall.find(attributes.getRequest())
                        : Optional.empty();
        Identification who = call.map(PendingCall::identification)
                .orElseThrow(
                        () -> new LicensingException(
                                "a model is called outside of a licensed request: expected the advisor parameter "
                                        + CALLER
                                        + ", or a chat client without the advisors of LicensedChat for work of the service itself"));
        if (who instanceof Refused refused) {
            throw new LicenseRefusedException(refused.refusal());
        }
        return (Identified) who;
    }

    /**
     * Reserves the tokens of a model call.
     *
     * @throws LicenseRefusedException if the license has too few left, or does not include the model
     */
    ModelCall begin(ChatClientRequest request) {
        Identified caller = request.context().get(CALLER) instanceof Identified known ? known : caller();
        Prompt prompt = request.prompt();
        long input = estimates.input(prompt);
        Declaration declared = new Declaration.Required(meters.reserving(
                TokenEstimates.roundedUp(input), TokenEstimates.roundedUp(estimates.maxOutput(prompt.getOptions()))));
        String path = "/" + model(prompt.getOptions());
        Decision decision = licensing.decide(
                caller, new CalledEndpoint(METHOD, new MatchedPath(path, path), declared), Dispatch.PART);
        if (decision instanceof Refused refused) {
            throw new LicenseRefusedException(refused.refusal());
        }
        Reservation reservation = decision instanceof Granted granted ? granted.reservation() : Reservation.empty();
        return new ModelCall(reservation, meters, estimates, input);
    }

    private static String model(@Nullable ChatOptions options) {
        String model = options == null ? null : options.getModel();
        return model == null || model.isBlank() ? DEFAULT_MODEL : model;
    }
}
