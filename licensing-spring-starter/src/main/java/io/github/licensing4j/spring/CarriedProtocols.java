package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.servlet.PendingCall;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The protocols of the host whose endpoints share a handler. */
final class CarriedProtocols {
    private static final Declaration CARRIER =
            new Declaration.Exempt("a valid credential is enough; its endpoints are decided by themselves");

    private final List<ProtocolEndpoints> protocols;

    CarriedProtocols(List<ProtocolEndpoints> protocols) {
        this.protocols = List.copyOf(protocols);
    }

    /** Returns whether there are none. */
    boolean isEmpty() {
        return protocols.isEmpty();
    }

    /** Returns the protocol that a handler carries, null if it carries none. */
    @Nullable
    ProtocolEndpoints of(Object handler) {
        for (ProtocolEndpoints protocol : protocols) {
            if (protocol.isCarrier(handler)) {
                return protocol;
            }
        }
        return null;
    }

    /** Returns the declaration of a handler function, which has no annotations of its own. */
    Declaration declared(Object handler) {
        return of(handler) == null ? Declaration.none() : CARRIER;
    }

    /** Returns every endpoint of the protocols. */
    List<Endpoint> endpoints() {
        return protocols.stream()
                .flatMap(protocol -> protocol.endpoints().stream())
                .toList();
    }

    /** Returns the classes and methods whose annotations the protocols enforce. */
    Set<AnnotatedElement> annotated() {
        return protocols.stream()
                .flatMap(protocol -> protocol.annotated().stream())
                .collect(Collectors.toSet());
    }

    /** Admits a request to a carrier by its credential. Returns whether the handler may run; if not, the response is complete. */
    static boolean admit(
            ProtocolEndpoints protocol, PendingCall pending, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!pending.admitCarrier(MappedPaths.matched(request, false), request, response)) {
            return false;
        }
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || !pending.isInside()
                || !(pending.identification() instanceof Identified caller)) {
            return true;
        }
        Optional<Refusal> refusal = protocol.check(request, caller);
        return refusal.isEmpty() || pending.refuse(refusal.get(), request, response);
    }
}
