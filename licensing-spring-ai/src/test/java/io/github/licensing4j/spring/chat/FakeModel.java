package io.github.licensing4j.spring.chat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;

/** A model with prepared answers: one for each call, and one flux for each stream. */
final class FakeModel implements ChatModel {
    private final Queue<ChatResponse> answers = new ArrayDeque<>();
    private final Queue<Flux<ChatResponse>> streams = new ArrayDeque<>();

    static FakeModel answering(ChatResponse... answers) {
        FakeModel model = new FakeModel();
        model.answers.addAll(List.of(answers));
        return model;
    }

    static FakeModel streaming(Flux<ChatResponse> stream) {
        FakeModel model = new FakeModel();
        model.streams.add(stream);
        return model;
    }

    static ChatResponse text(String text, int input, int output) {
        return response(new AssistantMessage(text), input, output);
    }

    static ChatResponse toolCall(String tool, int input, int output) {
        return response(
                AssistantMessage.builder()
                        .content("")
                        .toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", tool, "{}")))
                        .build(),
                input,
                output);
    }

    private static ChatResponse response(AssistantMessage message, int input, int output) {
        return new ChatResponse(
                List.of(new Generation(message)),
                ChatResponseMetadata.builder()
                        .usage(new DefaultUsage(input, output))
                        .build());
    }

    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().model("fake-1").maxTokens(100).build();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        ChatResponse answer = answers.poll();
        if (answer == null) {
            throw new IllegalStateException("the provider is down");
        }
        return answer;
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return streams.remove();
    }
}
