package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.servlet.DeclarationReader;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** What each handler declares, read once: there are as many entries as the host has handlers. Safe for many threads. */
final class HandlerDeclarations {
    /** Outside the license check, whatever a rule says: actuator, the error controller, Spring's own answer to OPTIONS. */
    static final Declaration OUTSIDE = new Declaration.Exempt("part of Spring");

    private static final String BOOT = "org.springframework.boot.";

    private final ConcurrentHashMap<Key, Declaration> byMethod = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Class<?>, Declaration> byClass = new ConcurrentHashMap<>();

    private record Key(Method method, Class<?> type) {}

    Declaration of(Object handler) {
        if (handler instanceof HandlerMethod method) {
            return of(method);
        }
        if (handler instanceof ResourceHttpRequestHandler) {
            return Declaration.resource();
        }
        if (handler instanceof HandlerFunction<?>) {
            return Declaration.none();
        }
        Class<?> type = ClassUtils.getUserClass(handler);
        Declaration declaration = byClass.get(type);
        return declaration != null ? declaration : byClass.computeIfAbsent(type, DeclarationReader::of);
    }

    Declaration of(HandlerMethod handler) {
        Key key = new Key(handler.getMethod(), handler.getBeanType());
        Declaration declaration = byMethod.get(key);
        return declaration != null ? declaration : byMethod.computeIfAbsent(key, HandlerDeclarations::read);
    }

    private static Declaration read(Key key) {
        boolean outside = key.type.getName().startsWith(BOOT)
                || key.type.getEnclosingClass() == RequestMappingInfoHandlerMapping.class;
        return outside ? OUTSIDE : DeclarationReader.of(key.method, key.type);
    }
}
