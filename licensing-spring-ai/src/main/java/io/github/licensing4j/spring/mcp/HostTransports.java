package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.spring.UnenforcedException;
import io.modelcontextprotocol.spec.McpServerTransportProviderBase;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import org.springframework.ai.mcp.server.webmvc.transport.WebMvcStatelessServerTransport;
import org.springframework.ai.mcp.server.webmvc.transport.WebMvcStreamableServerTransportProvider;
import org.springframework.beans.factory.ObjectProvider;

/** The transports of MCP servers that the host has, licensed or not. */
final class HostTransports {
    private static final String ACTION =
            "Set spring.ai.mcp.server.protocol to STREAMABLE or STATELESS in a servlet application and"
                    + " leave transport and server to Spring AI, or set licensing.enabled=false to run it without license checks.";

    private final ObjectProvider<McpServerTransportProviderBase> streamable;
    private final ObjectProvider<McpStatelessServerTransport> stateless;

    HostTransports(
            ObjectProvider<McpServerTransportProviderBase> streamable,
            ObjectProvider<McpStatelessServerTransport> stateless) {
        this.streamable = streamable;
        this.stateless = stateless;
    }

    /** Returns the handlers of the requests of all transports. */
    CarrierHandlers carriers() {
        CarrierHandlers carriers = new CarrierHandlers();
        streamable.forEach(transport -> {
            if (transport instanceof WebMvcStreamableServerTransportProvider web) {
                carriers.add(web.getRouterFunction());
            }
        });
        stateless.forEach(transport -> {
            if (transport instanceof WebMvcStatelessServerTransport web) {
                carriers.add(web.getRouterFunction());
            }
        });
        return carriers;
    }

    /**
     * Checks that every server gets its requests through a licensed transport.
     *
     * @throws UnenforcedException if one does not
     */
    void check() {
        streamable.forEach(transport -> {
            if (transport instanceof LicensedTransport licensed) {
                requireConnected(licensed.isConnected());
            } else if (!(transport instanceof WebMvcStreamableServerTransportProvider)) {
                throw unlicensed(transport);
            }
        });
        stateless.forEach(transport -> {
            if (transport instanceof LicensedStatelessTransport licensed) {
                requireConnected(licensed.isConnected());
            } else if (!(transport instanceof WebMvcStatelessServerTransport)) {
                throw unlicensed(transport);
            }
        });
    }

    private static void requireConnected(boolean isConnected) {
        if (!isConnected) {
            throw new UnenforcedException(
                    "the MCP server does not use the licensed transport, so its tools would be open", ACTION);
        }
    }

    private static UnenforcedException unlicensed(Object transport) {
        return new UnenforcedException(
                "the MCP server has the transport " + transport.getClass().getName()
                        + ", which is not licensed: its tools would be open",
                ACTION);
    }
}
