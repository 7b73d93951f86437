package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.servlet.DeclarationReader;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.ParameterizableViewController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.resource.DefaultServletHttpRequestHandler;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Caches the declaration of each handler; there are as many entries as the host has handlers. Safe for use by many
 * threads.
 */
final class HandlerDeclarations {
    /**
     * The declaration of handlers outside the license check, whatever a rule says: actuator, the error controller,
     * Spring's own answers to OPTIONS.
     */
    static final Declaration OUTSIDE = new Declaration.Exempt("part of Spring");

    /**
     * The declaration of the API documents of springdoc and their pages, outside the license check by
     * {@code licensing.documentation}.
     */
    static final Declaration DOCUMENTATION = new Declaration.Exempt("documentation (licensing.documentation=allow)");

    private static final String BOOT = "org.springframework.boot.";
    private static final String SPRINGDOC = "org.springdoc.";

    private final ConcurrentHashMap<Key, Declaration> byMethod = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Class<?>, Declaration> byClass = new ConcurrentHashMap<>();
    private final Set<Object> welcomePages = ConcurrentHashMap.newKeySet();
    private final Documentation documentation;
    private volatile boolean ignoresCase;

    HandlerDeclarations(Documentation documentation) {
        this.documentation = documentation;
    }

    /**
     * Returns whether a declaration puts its handler outside the license check, whatever a rule says. Compares by identity: a
     * host that exempts an endpoint for the same reason has an equal declaration, which a rule may replace.
     */
    static boolean isOutside(Declaration declared) {
        return declared == OUTSIDE || declared == DOCUMENTATION;
    }

    private record Key(Method method, Class<?> type) {}

    /** Registers a mapping of controllers, which may be case-sensitive or not. */
    void register(RequestMappingInfoHandlerMapping mapping) {
        boolean folds = mapping.getPatternParser() != null
                ? !mapping.getPatternParser().isCaseSensitive()
                : mapping.getPathMatcher().match("/a", "/A");
        ignoresCase |= folds;
    }

    /** Registers the handler of the welcome page, which is a static resource under another path. */
    void register(AbstractUrlHandlerMapping mapping) {
        Object root = mapping.getRootHandler();
        if (root != null && mapping.getClass().getName().endsWith(".WelcomePageHandlerMapping")) {
            welcomePages.add(root);
        }
        ignoresCase |= mapping.getPatternParser() != null
                ? !mapping.getPatternParser().isCaseSensitive()
                : mapping.getPathMatcher().match("/a", "/A");
    }

    /** Returns whether some mapping ignores the case of paths. */
    boolean ignoresCase() {
        return ignoresCase;
    }

    Declaration of(Object handler) {
        if (handler instanceof HandlerMethod method) {
            return of(method);
        }
        if (isDocumentation(handler)) {
            return DOCUMENTATION;
        }
        if (isResource(handler)) {
            return Declaration.resource();
        }
        if (handler instanceof HandlerFunction<?>) {
            return Declaration.none();
        }
        if (handler.getClass().getEnclosingClass() == AbstractHandlerMapping.class) {
            // The handler that answers CORS preflights in Spring.
            return OUTSIDE;
        }
        Class<?> type = WebSocketHandlers.type(handler);
        Declaration declaration = byClass.get(type);
        return declaration != null ? declaration : byClass.computeIfAbsent(type, DeclarationReader::of);
    }

    /** Returns whether a handler is a controller of springdoc. */
    static boolean isSpringdoc(Object handler) {
        return handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith(SPRINGDOC);
    }

    /**
     * Returns whether a handler serves API documents; the pages of springdoc are static resources with its own
     * resolver.
     */
    private boolean isDocumentation(Object handler) {
        return documentation == Documentation.ALLOW
                && handler instanceof ResourceHttpRequestHandler resources
                && resources.getResourceResolvers().stream()
                        .anyMatch(resolver -> resolver.getClass().getName().startsWith(SPRINGDOC));
    }

    private boolean isResource(Object handler) {
        return handler instanceof ResourceHttpRequestHandler
                || handler instanceof DefaultServletHttpRequestHandler
                || (handler instanceof ParameterizableViewController && welcomePages.contains(handler));
    }

    Declaration of(HandlerMethod handler) {
        Key key = new Key(handler.getMethod(), handler.getBeanType());
        Declaration declaration = byMethod.get(key);
        return declaration != null ? declaration : byMethod.computeIfAbsent(key, this::read);
    }

    private Declaration read(Key key) {
        if (documentation == Documentation.ALLOW && key.type.getName().startsWith(SPRINGDOC)) {
            return DOCUMENTATION;
        }
        boolean outside = key.type.getName().startsWith(BOOT)
                || key.type.getEnclosingClass() == RequestMappingInfoHandlerMapping.class;
        return outside ? OUTSIDE : DeclarationReader.of(key.method, key.type);
    }
}
