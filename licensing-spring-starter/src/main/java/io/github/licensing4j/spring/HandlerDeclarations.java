package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.servlet.DeclarationReader;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** What each handler declares, read once: there are as many entries as the host has handlers. Safe for many threads. */
final class HandlerDeclarations {
    private static final Declaration FRAMEWORK = new Declaration.Exempt("part of Spring Boot");
    private static final String BOOT = "org.springframework.boot.";

    private final ConcurrentHashMap<Key, Declaration> known = new ConcurrentHashMap<>();

    private record Key(Method method, Class<?> type) {}

    Declaration of(Object handler) {
        if (handler instanceof HandlerMethod method) {
            return of(method);
        }
        if (handler instanceof ResourceHttpRequestHandler) {
            return Declaration.resource();
        }
        return handler instanceof HandlerFunction<?> ? Declaration.none() : DeclarationReader.of(handler.getClass());
    }

    Declaration of(HandlerMethod handler) {
        Key key = new Key(handler.getMethod(), handler.getBeanType());
        Declaration declaration = known.get(key);
        return declaration != null ? declaration : known.computeIfAbsent(key, HandlerDeclarations::read);
    }

    /** Actuator, the error controller and whatever else Spring Boot itself maps. */
    static boolean isFramework(HandlerMethod handler) {
        return handler.getBeanType().getName().startsWith(BOOT);
    }

    private static Declaration read(Key key) {
        return key.type.getName().startsWith(BOOT) ? FRAMEWORK : DeclarationReader.of(key.method, key.type);
    }
}
