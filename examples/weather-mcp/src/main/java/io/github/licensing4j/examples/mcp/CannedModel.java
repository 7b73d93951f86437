package io.github.licensing4j.examples.mcp;

import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.stereotype.Component;

/** Stands in for the model of a provider: it always has the same answer and reports the same tokens. */
@Component
class CannedModel implements ChatModel {
    static final int INPUT_TOKENS = 250;
    static final int OUTPUT_TOKENS = 350;

    @Override
    public ChatResponse call(Prompt prompt) {
        return new ChatResponse(
                List.of(new Generation(new AssistantMessage("Take an umbrella."))),
                ChatResponseMetadata.builder()
                        .usage(new DefaultUsage(INPUT_TOKENS, OUTPUT_TOKENS))
                        .build());
    }
}
