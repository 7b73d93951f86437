package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.servlet.PendingCall;
import java.util.Optional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Finds the HTTP request that the current thread serves. */
final class CurrentCall {
    private CurrentCall() {}

    /** Returns the call of the request; empty if the thread serves none, or the licensing filter has not read it. */
    static Optional<PendingCall> find() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? PendingCall.find(attributes.getRequest())
                : Optional.empty();
    }
}
