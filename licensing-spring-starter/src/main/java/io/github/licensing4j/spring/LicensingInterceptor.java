package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.servlet.PendingCall;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Decides a pending call with the declaration of its handler. It runs for handlers only, so a routing 404 or 405
 * consumes nothing.
 */
final class LicensingInterceptor implements HandlerInterceptor {
    private final HandlerDeclarations declarations;
    private final CarriedProtocols protocols;
    /** A field, because every call reads it. */
    private final boolean hasProtocols;

    private final List<String> unenforced;

    /** @param unenforced handlers that may be reached outside of the filter */
    LicensingInterceptor(HandlerDeclarations declarations, CarriedProtocols protocols, List<String> unenforced) {
        this.declarations = declarations;
        this.protocols = protocols;
        this.hasProtocols = !protocols.isEmpty();
        this.unenforced = unenforced;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        Optional<PendingCall> pending = PendingCall.find(request);
        if (pending.isEmpty()) {
            return true;
        }
        ProtocolEndpoints protocol = hasProtocols ? protocols.of(handler) : null;
        if (protocol != null) {
            return CarriedProtocols.admit(protocol, pending.get(), request, response);
        }
        Declaration declared = declarations.of(handler);
        if (isUnenforced(pending.get(), handler)) {
            return true;
        }
        if (HandlerDeclarations.isOutside(declared)) {
            pending.get().exempt();
            return true;
        }
        return pending.get()
                .admit(MappedPaths.matched(request, declarations.ignoresCase()), declared, request, response);
    }

    /** Returns whether a handler is outside the filter and configured by name to be so. */
    private boolean isUnenforced(PendingCall pending, Object handler) {
        return !unenforced.isEmpty()
                && !pending.isInside()
                && handler instanceof HandlerMethod method
                && ExemptNames.contains(
                        unenforced,
                        method.getBeanType().getName() + "#"
                                + method.getMethod().getName());
    }
}
