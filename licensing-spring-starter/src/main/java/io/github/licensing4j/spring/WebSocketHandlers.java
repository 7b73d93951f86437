package io.github.licensing4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;

/** Finds the host's own handler of a WebSocket handshake. */
final class WebSocketHandlers {
    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.web.socket.WebSocketHandler", WebSocketHandlers.class.getClassLoader());

    private WebSocketHandlers() {}

    /** Returns the class whose annotations apply to a handler: the WebSocketHandler's for a handshake, else its own. */
    static Class<?> type(Object handler) {
        Class<?> socket = PRESENT ? Present.type(handler) : null;
        return socket == null ? ClassUtils.getUserClass(handler) : socket;
    }

    /** Links Spring's WebSocket types only if they are present. */
    private static final class Present {
        static @Nullable Class<?> type(Object handler) {
            if (handler instanceof WebSocketHttpRequestHandler handshake) {
                return ClassUtils.getUserClass(WebSocketHandlerDecorator.unwrap(handshake.getWebSocketHandler()));
            }
            return handler instanceof SockJsHttpRequestHandler handshake
                    ? ClassUtils.getUserClass(WebSocketHandlerDecorator.unwrap(handshake.getWebSocketHandler()))
                    : null;
        }
    }
}
