package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.servlet.ParkedCall;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Decides a parked call with what its handler declares. It runs for handlers alone, so a routing 404 or 405 never takes
 * anything.
 */
final class LicensingInterceptor implements HandlerInterceptor {
    private final HandlerDeclarations declarations;

    LicensingInterceptor(HandlerDeclarations declarations) {
        this.declarations = declarations;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        Optional<ParkedCall> parked = ParkedCall.of(request);
        if (parked.isEmpty()) {
            return true;
        }
        Declaration declared = declarations.of(handler);
        if (declared == HandlerDeclarations.OUTSIDE) {
            parked.get().leaveOut();
            return true;
        }
        return parked.get().admit(MappedPaths.matched(request), declared, request, response);
    }
}
