package io.github.licensing4j.spring.mcp;

import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession.McpStreamableServerSessionInit;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.util.List;
import reactor.core.publisher.Mono;

/** The streamable transport of the host with licensed sessions. The server gets it in place of the transport. */
final class LicensedTransport implements McpStreamableServerTransportProvider {
    private final McpStreamableServerTransportProvider transport;
    private final ToolCalls calls;
    private final SessionLicenses licenses;
    private volatile boolean connected;

    LicensedTransport(McpStreamableServerTransportProvider transport, ToolCalls calls, SessionLicenses licenses) {
        this.transport = transport;
        this.calls = calls;
        this.licenses = licenses;
    }

    /** Returns whether a server uses it. */
    boolean isConnected() {
        return connected;
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory factory) {
        transport.setSessionFactory(request -> start(factory, request));
        connected = true;
    }

    private McpStreamableServerSessionInit start(
            McpStreamableServerSession.Factory factory, InitializeRequest request) {
        McpStreamableServerSessionInit started = factory.startSession(request);
        licenses.bind(started.session().getId());
        return new McpStreamableServerSessionInit(
                new LicensedSession(started.session(), calls, licenses), started.initResult());
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return transport.notifyClients(method, params);
    }

    @Override
    public Mono<Void> notifyClient(String session, String method, Object params) {
        return transport.notifyClient(session, method, params);
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
