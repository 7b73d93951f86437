package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.servlet.PendingCall;
import java.lang.reflect.AnnotatedElement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The tools as endpoints: {@code MCP /mcp/forecast} is the tool {@code forecast} of the server at {@code /mcp}. Safe for use by
 * many threads.
 */
final class ToolEndpoints {
    /** The method of the endpoints, as catalog rules name it. */
    static final String METHOD = "MCP";

    private static final Logger log = LoggerFactory.getLogger(ToolEndpoints.class);
    /** Far above the tools that a server adds at run time. Beyond it they are looked up at each call. */
    private static final int MAX_LATE = 10_000;

    private final ServedTools served;
    private final ConfigurableListableBeanFactory beans;
    private final String path;
    private final Set<String> late = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Known known;

    private record Known(Set<String> names, ToolDeclarations declarations) {}

    /** @param path the path of the server */
    ToolEndpoints(ServedTools served, ConfigurableListableBeanFactory beans, String path) {
        this.served = served;
        this.beans = beans;
        this.path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Reads the annotations of all tools of the start, and returns their endpoints. */
    List<Endpoint> read() {
        Collection<String> names = served.names();
        ToolDeclarations declarations = ToolDeclarations.of(names, beans);
        known = new Known(Set.copyOf(names), declarations);
        return names.stream()
                .map(tool -> new Endpoint(METHOD, pattern(tool), declarations.handler(tool), declarations.of(tool)))
                .toList();
    }

    /** Returns the classes and methods whose annotations were read. */
    Set<AnnotatedElement> annotated() {
        Known read = known;
        return read == null ? Set.of() : read.declarations().annotated();
    }

    /**
     * Returns the endpoint of a tool, empty if the server has none of that name. A tool that was added after the start has no
     * annotations that were read, so that only rules and {@code licensing.unannotated} apply to it.
     */
    Optional<CalledEndpoint> of(String tool, PendingCall call) {
        Known read = known;
        if (read == null) {
            throw new IllegalStateException("the license annotations of MCP tools are not read yet");
        }
        if (!read.names().contains(tool) && !isLate(tool)) {
            return Optional.empty();
        }
        Declaration declared = read.declarations().of(tool);
        String pattern = pattern(tool);
        return Optional.of(new CalledEndpoint(METHOD, new MatchedPath(pattern, pattern), declared, call.headers()));
    }

    private boolean isLate(String tool) {
        if (late.contains(tool)) {
            return true;
        }
        if (!served.names().contains(tool)) {
            return false;
        }
        if (late.size() < MAX_LATE && late.add(tool)) {
            log.warn(
                    "Licensing: the MCP tool '{}' was added after the start; its annotations are not read, so only catalog rules"
                            + " for {} {} and licensing.unannotated apply to it",
                    tool,
                    METHOD,
                    pattern(tool));
        }
        return true;
    }

    private String pattern(String tool) {
        return path + "/" + tool;
    }
}
