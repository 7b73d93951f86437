package io.github.licensing4j.spring.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.util.List;
import reactor.core.publisher.Mono;

/** The stateless transport of the host, whose requests pass {@link ToolCalls}. The server gets it in place of the transport. */
final class LicensedStatelessTransport implements McpStatelessServerTransport {
    private final McpStatelessServerTransport transport;
    private final ToolCalls calls;
    private volatile boolean connected;

    LicensedStatelessTransport(McpStatelessServerTransport transport, ToolCalls calls) {
        this.transport = transport;
        this.calls = calls;
    }

    /** Returns whether a server uses it. */
    boolean isConnected() {
        return connected;
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler handler) {
        transport.setMcpHandler(new LicensedHandler(handler, calls));
        connected = true;
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

    private record LicensedHandler(McpStatelessServerHandler handler, ToolCalls calls)
            implements McpStatelessServerHandler {

        @Override
        public Mono<JSONRPCResponse> handleRequest(McpTransportContext context, JSONRPCRequest request) {
            Passage passage = calls.open(request);
            return passage.answer()
                    .map(Mono::just)
                    .orElseGet(() -> passage.within(
                            handler.handleRequest(context, request).map(passage::responded)));
        }

        @Override
        public Mono<Void> handleNotification(McpTransportContext context, JSONRPCNotification notification) {
            return handler.handleNotification(context, notification);
        }
    }
}
