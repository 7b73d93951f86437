package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.Measure;
import io.github.licensing4j.servlet.CallPart;
import io.github.licensing4j.spring.LicenseContextHolder;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A call of a tool that may run. It is settled with its result: 200 for a success, 500 for an error that the tool or the server
 * reports, for an exception and for a call that was cancelled, because none of them says that the caller was served.
 */
final class ToolCall implements Passage {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OK = 200;
    private static final int FAILED = 500;

    private final CallPart part;
    private final @Nullable Object input;

    ToolCall(CallPart part, @Nullable Object input) {
        this.part = part;
        this.input = input;
    }

    @Override
    public Optional<JSONRPCResponse> answer() {
        return Optional.empty();
    }

    @Override
    public JSONRPCResponse responded(JSONRPCResponse response) {
        boolean isServed = response.result() instanceof CallToolResult result && !Boolean.TRUE.equals(result.isError());
        settle(isServed ? OK : FAILED, response.result());
        return response;
    }

    /** Binds the license context of the call to the thread that starts the tool. */
    @Override
    public <T> Mono<T> within(Mono<T> work) {
        return Mono.<T>from(subscriber -> LicenseContextHolder.run(part.context(), () -> work.subscribe(subscriber)))
                .doFinally(signal -> settle(FAILED, null));
    }

    private void settle(int status, @Nullable Object output) {
        part.settle(status, bytes(Measure.REQUEST_BYTES, input), bytes(Measure.RESPONSE_BYTES, output));
    }

    /** Returns the length of a value as JSON, 0 if it is not measured. */
    private long bytes(Measure measure, @Nullable Object value) {
        if (value == null || !part.measures().contains(measure)) {
            return 0;
        }
        try {
            return JSON.writeValueAsBytes(value).length;
        } catch (JacksonException e) {
            // The transport cannot send such a value either.
            return 0;
        }
    }
}
