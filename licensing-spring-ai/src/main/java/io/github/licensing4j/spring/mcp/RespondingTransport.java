package io.github.licensing4j.spring.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The stream of one request, whose response the passage of the request sees before it is sent.
 *
 * @param transport the stream
 * @param passage of the request
 */
record RespondingTransport(McpStreamableServerTransport transport, Passage passage)
        implements McpStreamableServerTransport {

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.defer(() -> transport.sendMessage(seen(message)));
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, String id) {
        return Mono.defer(() -> transport.sendMessage(seen(message), id));
    }

    private JSONRPCMessage seen(JSONRPCMessage message) {
        return message instanceof JSONRPCResponse response ? passage.responded(response) : message;
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return transport.unmarshalFrom(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return transport.closeGracefully();
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public List<String> protocolVersions() {
        return transport.protocolVersions();
    }
}
