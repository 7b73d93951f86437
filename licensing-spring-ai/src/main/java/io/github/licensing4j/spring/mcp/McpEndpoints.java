package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.Endpoint;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.spring.ProtocolEndpoints;
import io.modelcontextprotocol.spec.HttpHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tools of the MCP servers of the host, as the starter lists and checks them. */
final class McpEndpoints implements ProtocolEndpoints {
    private final HostTransports transports;
    private final ToolEndpoints tools;
    private final SessionLicenses sessions;
    private final CarrierHandlers carriers;

    McpEndpoints(HostTransports transports, ToolEndpoints tools, SessionLicenses sessions) {
        this.transports = transports;
        this.tools = tools;
        this.sessions = sessions;
        this.carriers = transports.carriers();
    }

    @Override
    public List<Endpoint> endpoints() {
        transports.check();
        return tools.read();
    }

    @Override
    public Set<AnnotatedElement> annotated() {
        return tools.annotated();
    }

    @Override
    public boolean isCarrier(Object handler) {
        return carriers.contains(handler);
    }

    @Override
    public Optional<Refusal> check(HttpServletRequest request, Identified caller) {
        String session = request.getHeader(HttpHeaders.MCP_SESSION_ID);
        return session == null ? Optional.empty() : sessions.check(session, caller);
    }
}
