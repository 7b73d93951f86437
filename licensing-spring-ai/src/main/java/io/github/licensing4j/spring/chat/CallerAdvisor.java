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
 * Finds the caller once, on the thread that starts the call, in front of all other advisors: later calls of the model in the same
 * stream start on threads that serve no request.
 *
 * @param chat finds the caller
 */
record CallerAdvisor(LicensedChat chat) implements CallAdvisor, StreamAdvisor {

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        return chain.nextCall(withCaller(request));
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return chain.nextStream(withCaller(request));
    }

    private ChatClientRequest withCaller(ChatClientRequest request) {
        return request.context().get(LicensedChat.CALLER) != null
                ? request
                : request.mutate().context(LicensedChat.CALLER, chat.caller()).build();
    }

    @Override
    public String getName() {
        return "licensing caller";
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
