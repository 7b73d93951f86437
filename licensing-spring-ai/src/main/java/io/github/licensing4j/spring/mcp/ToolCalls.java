package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.servlet.CallPart;
import io.github.licensing4j.servlet.FilterRefusals;
import io.github.licensing4j.servlet.PendingCall;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides each request of the protocol on the thread of its HTTP request, before the server reads it: calls of tools are
 * decided, reserved and settled by themselves, the list of tools is shortened, and all other requests pass. So no tool is called
 * past it, however and whenever it was added. Safe for use by many threads.
 */
final class ToolCalls {
    private static final Logger log = LoggerFactory.getLogger(ToolCalls.class);

    private final ToolEndpoints endpoints;
    private final VisibleTools visible;
    private final RefusedTool refused;

    ToolCalls(ToolEndpoints endpoints, VisibleTools visible, RefusedTool refused) {
        this.endpoints = endpoints;
        this.visible = visible;
        this.refused = refused;
    }

    /** Decides a request. Never throws: an internal fault refuses it. */
    Passage open(JSONRPCRequest request) {
        try {
            return switch (request.method()) {
                case McpSchema.METHOD_TOOLS_CALL -> call(request);
                case McpSchema.METHOD_TOOLS_LIST -> Passage.mapped(visible.of(CurrentCall.find()));
                default -> Passage.free();
            };
        } catch (RuntimeException | Error fault) {
            log.error("Licensing: a request to the MCP server could not be decided", fault);
            return unavailable(request);
        }
    }

    private Passage call(JSONRPCRequest request) {
        Optional<PendingCall> pending = CurrentCall.find();
        if (pending.isEmpty()) {
            log.error("Licensing: a tool was called outside of a request that the licensing filter has read");
            return unavailable(request);
        }
        Object name = request.params() instanceof Map<?, ?> params ? params.get("name") : null;
        Optional<CalledEndpoint> endpoint =
                name instanceof String tool ? endpoints.of(tool, pending.get()) : Optional.empty();
        if (endpoint.isEmpty()) {
            return Passage.answered(JSONRPCResponse.error(
                    request.id(),
                    new JSONRPCError(McpSchema.ErrorCodes.INVALID_PARAMS, "Unknown tool: invalid_tool_name", null)));
        }
        CallPart part = pending.get().part(endpoint.get());
        return part.decision() instanceof Refused refusal
                ? refused(request, refusal.refusal())
                : new ToolCall(part, request.params());
    }

    private Passage unavailable(JSONRPCRequest request) {
        return refused(
                request,
                FilterRefusals.logged(Refusal.of(
                                FilterRefusals.newId(),
                                RefusalCode.ENFORCEMENT_UNAVAILABLE,
                                "The call could not be decided. This is not the caller's fault; try again later."))
                        .refusal());
    }

    private Passage refused(JSONRPCRequest request, Refusal refusal) {
        return Passage.answered(JSONRPCResponse.result(request.id(), refused.of(refusal)));
    }
}
