package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.license.Entitlements;
import io.github.licensing4j.servlet.PendingCall;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Leaves the tools out of a list whose features, scopes or roles the caller lacks. Conditions and limits are not evaluated: a
 * call decides them. In observe mode all are listed, because all can be called.
 */
final class VisibleTools {
    private final ToolEndpoints endpoints;
    private final LicensingInfo info;
    private final EnforcementMode mode;

    VisibleTools(ToolEndpoints endpoints, LicensingInfo info, EnforcementMode mode) {
        this.endpoints = endpoints;
        this.info = info;
        this.mode = mode;
    }

    /** Returns what shortens the list for the caller of a request. */
    UnaryOperator<JSONRPCResponse> of(Optional<PendingCall> call) {
        return mode == EnforcementMode.OBSERVE ? listed -> listed : listed -> shortened(listed, call);
    }

    private JSONRPCResponse shortened(JSONRPCResponse response, Optional<PendingCall> call) {
        if (!(response.result() instanceof ListToolsResult list)) {
            return response;
        }
        return JSONRPCResponse.result(
                response.id(),
                new ListToolsResult(
                        list.tools().stream()
                                .filter(tool -> call.isPresent() && isVisible(tool, call.get()))
                                .toList(),
                        list.nextCursor(),
                        list.meta()));
    }

    private boolean isVisible(Tool tool, PendingCall call) {
        Optional<CalledEndpoint> endpoint = endpoints.of(tool.name(), call);
        Optional<Requirement> requirement = endpoint.flatMap(info::requirement);
        if (requirement.isEmpty()) {
            return endpoint.isPresent();
        }
        return call.identification() instanceof Identified caller && covers(caller, requirement.get());
    }

    private static boolean covers(Identified caller, Requirement requirement) {
        return Entitlements.covers(caller.features(), requirement)
                && caller.scopes().containsAll(requirement.scopes())
                && caller.roles().containsAll(requirement.roles());
    }
}
