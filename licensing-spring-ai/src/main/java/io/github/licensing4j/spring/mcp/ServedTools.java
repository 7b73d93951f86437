package io.github.licensing4j.spring.mcp;

import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpStatelessAsyncServer;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;

/** Lists the tools that the servers of the host have at this instant, those added at run time included. */
final class ServedTools {
    private final ObjectProvider<McpSyncServer> sync;
    private final ObjectProvider<McpAsyncServer> async;
    private final ObjectProvider<McpStatelessSyncServer> statelessSync;
    private final ObjectProvider<McpStatelessAsyncServer> statelessAsync;

    ServedTools(
            ObjectProvider<McpSyncServer> sync,
            ObjectProvider<McpAsyncServer> async,
            ObjectProvider<McpStatelessSyncServer> statelessSync,
            ObjectProvider<McpStatelessAsyncServer> statelessAsync) {
        this.sync = sync;
        this.async = async;
        this.statelessSync = statelessSync;
        this.statelessAsync = statelessAsync;
    }

    /** Returns the names of the tools, in order. */
    Collection<String> names() {
        Collection<String> names = new TreeSet<>();
        Stream.of(
                        sync.stream().map(McpSyncServer::listTools),
                        async.stream()
                                .map(server ->
                                        listed(server.listTools().collectList().blockOptional())),
                        statelessSync.stream().map(McpStatelessSyncServer::listTools),
                        statelessAsync.stream()
                                .map(server ->
                                        listed(server.listTools().collectList().blockOptional())))
                .flatMap(tools -> tools)
                .forEach(tools -> tools.forEach(tool -> names.add(tool.name())));
        return names;
    }

    private static List<Tool> listed(Optional<List<Tool>> tools) {
        return tools.orElse(List.of());
    }
}
