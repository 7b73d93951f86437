package io.github.licensing4j.spring.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** One request of the protocol, which is answered at once or passed on to the server. */
interface Passage {
    /** Returns the response of a request that is not passed on, empty if it is. */
    Optional<JSONRPCResponse> answer();

    /** Returns the response to send for that of the server. */
    JSONRPCResponse responded(JSONRPCResponse response);

    /** Returns the work of the server within this passage, which ends with it. */
    <T> Mono<T> within(Mono<T> work);

    /** Returns a request that passes as it is. */
    static Passage free() {
        return mapped(response -> response);
    }

    /** Returns a request that passes, and whose response is changed. */
    static Passage mapped(UnaryOperator<JSONRPCResponse> change) {
        return new Changed(Optional.empty(), change);
    }

    /** Returns a request that is answered at once. */
    static Passage answered(JSONRPCResponse response) {
        return new Changed(Optional.of(response), unchanged -> unchanged);
    }

    /**
     * A request that holds nothing.
     *
     * @param answer the response if it is not passed on
     * @param change changes the response of the server
     */
    record Changed(Optional<JSONRPCResponse> answer, UnaryOperator<JSONRPCResponse> change) implements Passage {
        @Override
        public JSONRPCResponse responded(JSONRPCResponse response) {
            return change.apply(response);
        }

        @Override
        public <T> Mono<T> within(Mono<T> work) {
            return work;
        }
    }
}
