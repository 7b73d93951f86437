package io.github.licensing4j.spring.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseRefusedException;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RefusalCode;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.ai.tool.annotation.Tool;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Model calls of a chat client reserve an estimate and are charged what the model reports. */
class LicensedChatTest {
    private static final String RESERVED = "reserved PART LLM /fake-1";
    private static final TokenMeters METERS = new TokenMeters("input", "output");

    private final FakeEngine engine = new FakeEngine(10_000);

    private static LicensedChat chat(FakeEngine engine) {
        return new LicensedChat(engine, METERS, new TokenEstimates(new JTokkitTokenCountEstimator(), 100));
    }

    private static ChatClient client(FakeEngine engine, FakeModel model) {
        return ChatClient.builder(model)
                .defaultAdvisors(chat(engine).advisors())
                .defaultAdvisors(advisors -> advisors.param(LicensedChat.CALLER, FakeEngine.CALLER))
                .build();
    }

    static final class Clock {
        @Tool(description = "Returns the time")
        String time() {
            return "noon";
        }
    }

    @Test
    void chargesReportedTokens() {
        String answer = client(engine, FakeModel.answering(FakeModel.text("Hello.", 12, 3)))
                .prompt("Hello?")
                .call()
                .content();

        assertThat(answer).isEqualTo("Hello.");
        assertThat(engine.events).containsExactly(RESERVED, "input 12", "output 3", "settled");
    }

    @Test
    void reservesEachCallInToolLoop() {
        client(engine, FakeModel.answering(FakeModel.toolCall("time", 20, 5), FakeModel.text("Noon.", 30, 2)))
                .prompt("What time is it?")
                .tools(new Clock())
                .call()
                .content();

        assertThat(engine.events)
                .containsExactly(
                        RESERVED, "input 20", "output 5", "settled", RESERVED, "input 30", "output 2", "settled");
    }

    @Test
    void stopsToolLoopWhenTokensAreGone() {
        FakeEngine small = new FakeEngine(250);
        FakeModel model = FakeModel.answering(FakeModel.toolCall("time", 150, 50), FakeModel.text("Noon.", 30, 2));

        assertThatThrownBy(() -> client(small, model)
                        .prompt("What time is it?")
                        .tools(new Clock())
                        .call()
                        .content())
                .isInstanceOfSatisfying(
                        LicenseRefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED));
        assertThat(small.events)
                .containsExactly(RESERVED, "input 150", "output 50", "settled", "refused PART LLM /fake-1");
    }

    @Test
    void settlesStreamOnceWithItsLastReport() {
        FakeModel model = FakeModel.streaming(
                Flux.just(FakeModel.text("Hel", 0, 0), FakeModel.text("lo", 0, 0), FakeModel.text(".", 12, 3)));

        assertThat(client(engine, model).prompt("Hello?").stream()
                        .content()
                        .collectList()
                        .block())
                .containsExactly("Hel", "lo", ".");
        assertThat(engine.events).containsExactly(RESERVED, "input 12", "output 3", "settled");
    }

    @Test
    void estimatesCancelledStream() {
        FakeModel model = FakeModel.streaming(
                Flux.just(FakeModel.text("Once upon a time", 0, 0)).concatWith(Mono.never()));

        client(engine, model).prompt("A story, please.").stream().content().blockFirst();

        assertThat(engine.events).hasSize(4).startsWith(RESERVED).endsWith("settled");
        assertThat(tokens("input")).isPositive();
        assertThat(tokens("output")).isBetween(3L, 6L);
    }

    @Test
    void estimatesFailedCall() {
        assertThatThrownBy(() -> client(engine, FakeModel.answering())
                        .prompt("Hello?")
                        .call()
                        .content())
                .hasMessage("the provider is down");
        assertThat(engine.events).hasSize(4).endsWith("output 0", "settled");
        assertThat(tokens("input")).isPositive();
    }

    @Test
    void marksEstimateOfCallWithoutReport() {
        ChatClientResponse response = client(engine, FakeModel.answering(FakeModel.text("Once upon a time", 0, 0)))
                .prompt("A story, please.")
                .call()
                .chatClientResponse();

        assertThat(tokens("input")).isPositive();
        assertThat(tokens("output")).isBetween(3L, 6L);
        assertThat(response.context())
                .containsEntry(LicensedChat.TOKENS, new TokenUse(tokens("input"), tokens("output"), true));
    }

    @Test
    void refusesCallWithoutCaller() {
        ChatClient unlicensed = ChatClient.builder(FakeModel.answering(FakeModel.text("Hello.", 1, 1)))
                .defaultAdvisors(chat(engine).advisors())
                .build();

        assertThatThrownBy(() -> unlicensed.prompt("Hello?").call().content())
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(LicensedChat.CALLER);
        assertThat(engine.events).isEmpty();
    }

    @Test
    void roundsReservationsUp() {
        assertThat(TokenEstimates.roundedUp(0)).isZero();
        assertThat(TokenEstimates.roundedUp(31)).isEqualTo(31);
        assertThat(TokenEstimates.roundedUp(33)).isEqualTo(34);
        assertThat(TokenEstimates.roundedUp(1000)).isEqualTo(1024);
        assertThat(TokenEstimates.roundedUp(1024)).isEqualTo(1024);
    }

    private long tokens(String meter) {
        return engine.events.stream()
                .filter(event -> event.startsWith(meter + " "))
                .mapToLong(event -> Long.parseLong(event.substring(meter.length() + 1)))
                .sum();
    }
}
