package io.github.licensing4j.spring.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A session whose requests pass {@link ToolCalls}. All else is left to the session of the server. */
final class LicensedSession extends McpStreamableServerSession {
    private final McpStreamableServerSession session;
    private final ToolCalls calls;
    private final SessionLicenses licenses;

    LicensedSession(McpStreamableServerSession session, ToolCalls calls, SessionLicenses licenses) {
        // The superclass has no interface; nothing of its own state is used.
        super(session.getId(), null, null, Duration.ZERO, Map.of(), Map.of());
        this.session = session;
        this.calls = calls;
        this.licenses = licenses;
    }

    @Override
    public Mono<Void> responseStream(JSONRPCRequest request, McpStreamableServerTransport transport) {
        Passage passage = calls.open(request);
        Optional<JSONRPCResponse> answer = passage.answer();
        return answer.isPresent()
                ? transport.sendMessage(answer.get()).then(transport.closeGracefully())
                : passage.within(session.responseStream(request, new RespondingTransport(transport, passage)));
    }

    @Override
    public Mono<Void> delete() {
        licenses.end(getId());
        return session.delete();
    }

    @Override
    public Mono<Void> closeGracefully() {
        licenses.end(getId());
        return session.closeGracefully();
    }

    @Override
    public void close() {
        licenses.end(getId());
        session.close();
    }

    @Override
    public void setMinLoggingLevel(McpSchema.LoggingLevel level) {
        session.setMinLoggingLevel(level);
    }

    @Override
    public boolean isNotificationForLevelAllowed(McpSchema.LoggingLevel level) {
        return session.isNotificationForLevelAllowed(level);
    }

    @Override
    public <T> Mono<T> sendRequest(String method, Object params, TypeRef<T> type) {
        return session.sendRequest(method, params, type);
    }

    @Override
    public Mono<Void> sendNotification(String method, Object params) {
        return session.sendNotification(method, params);
    }

    @Override
    public McpStreamableServerSessionStream listeningStream(McpStreamableServerTransport transport) {
        return session.listeningStream(transport);
    }

    @Override
    public Flux<McpSchema.JSONRPCMessage> replay(Object lastEventId) {
        return session.replay(lastEventId);
    }

    @Override
    public Mono<Void> accept(McpSchema.JSONRPCNotification notification) {
        return session.accept(notification);
    }

    @Override
    public Mono<Void> accept(JSONRPCResponse response) {
        return session.accept(response);
    }
}
