package io.github.licensing4j.spring.chat;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/**
 * Reserves and settles the tokens of each call of the model. It is behind the advisor that calls tools, so that every turn of that
 * loop is a call of its own, and behind those that add to the prompt.
 *
 * @param chat reserves
 */
record TokenAdvisor(LicensedChat chat) implements CallAdvisor, StreamAdvisor {
    private static final int BEFORE_MODEL = Ordered.LOWEST_PRECEDENCE - 1000;

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        ModelCall call = chat.begin(request);
        try {
            ChatClientResponse response = chain.nextCall(request);
            call.received(response.chatResponse());
            TokenUse use = call.completed();
            return response.mutate().context(LicensedChat.TOKENS, use).build();
        } finally {
            call.aborted();
        }
    }

    /** Settles before the end of the stream is passed on, since the next call of the model may start there. */
    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return Flux.using(
                () -> chat.begin(request),
                call -> chain.nextStream(request)
                        .doOnNext(part -> call.received(part.chatResponse()))
                        .doOnComplete(call::completed),
                ModelCall::aborted);
    }

    @Override
    public String getName() {
        return "licensing tokens";
    }

    @Override
    public int getOrder() {
        return BEFORE_MODEL;
    }
}
