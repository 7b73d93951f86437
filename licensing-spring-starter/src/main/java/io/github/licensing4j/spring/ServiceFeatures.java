package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Requirement.Features;
import io.github.licensing4j.servlet.DeclarationReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Reads the features that methods of beans require, other than handlers of requests, whose annotations the interceptor
 * enforces. Safe for use by many threads.
 */
final class ServiceFeatures {
    private static final List<String> FRAMEWORKS = List.of(
            "org.springframework.", "java.", "jakarta.", "jdk.", "com.sun.", "sun.", "io.github.licensing4j.core.");
    private static final List<String> HANDLER_ANNOTATIONS = List.of(
            "org.springframework.stereotype.Controller", "org.springframework.web.bind.annotation.RequestMapping");
    private static final List<String> HANDLERS = List.of(
            "jakarta.servlet.Servlet",
            "jakarta.servlet.Filter",
            "org.springframework.web.HttpRequestHandler",
            "org.springframework.web.servlet.mvc.Controller",
            "org.springframework.web.servlet.function.HandlerFunction",
            "org.springframework.web.socket.WebSocketHandler");

    private final ConcurrentHashMap<Class<?>, Boolean> annotated = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, List<Features>> byMethod = new ConcurrentHashMap<>();

    private record Key(Method method, Class<?> type) {}

    /** Returns whether a class has annotated methods, or is annotated, and is no handler of requests. */
    boolean isService(Class<?> type) {
        Class<?> own = ClassUtils.getUserClass(type);
        if (FRAMEWORKS.stream().anyMatch(own.getName()::startsWith)) {
            return false;
        }
        return annotated.computeIfAbsent(own, ServiceFeatures::read);
    }

    private static boolean read(Class<?> type) {
        try {
            return !isHandler(type) && !DeclarationReader.unread(type, Set.of()).isEmpty();
        } catch (LinkageError absent) {
            // A class with missing types cannot be a bean either.
            return false;
        }
    }

    private static boolean isHandler(Class<?> type) {
        return HANDLER_ANNOTATIONS.stream().anyMatch(name -> AnnotatedElementUtils.hasAnnotation(type, name(name)))
                || ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                        .anyMatch(one -> HANDLERS.contains(one.getName()));
    }

    @SuppressWarnings("unchecked") // The names are of annotations.
    private static Class<? extends Annotation> name(String type) {
        return (Class<? extends Annotation>) ClassUtils.resolveClassName(type, ServiceFeatures.class.getClassLoader());
    }

    /** Returns the groups of features that a method of a service requires; empty if it requires none. */
    List<Features> of(Method method, Class<?> type) {
        Class<?> own = ClassUtils.getUserClass(type);
        return byMethod.computeIfAbsent(
                new Key(method, own), key -> isService(own) ? features(method, own) : List.of());
    }

    private static List<Features> features(Method method, Class<?> type) {
        return method.getDeclaringClass() == Object.class
                        || !(DeclarationReader.of(method, type) instanceof Declaration.Required required)
                ? List.of()
                : required.requirement().features();
    }

    /**
     * Returns the annotated classes and methods of an intercepted service that are enforced: methods that a subclass can
     * override, with features and nothing else.
     */
    static Set<AnnotatedElement> enforced(Class<?> type) {
        Class<?> own = ClassUtils.getUserClass(type);
        Set<AnnotatedElement> enforced = new HashSet<>();
        for (AnnotatedElement place : DeclarationReader.places(own)) {
            Class<?> level = (Class<?>) place;
            boolean isOpen = Arrays.stream(level.getDeclaredMethods())
                    .noneMatch(method -> Modifier.isPublic(method.getModifiers())
                            && !Modifier.isStatic(method.getModifiers())
                            && Modifier.isFinal(method.getModifiers()));
            if (isOpen && hasFeaturesAlone(DeclarationReader.of(level))) {
                enforced.add(level);
            }
            for (Method method : level.getDeclaredMethods()) {
                int hidden = Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL;
                if ((method.getModifiers() & hidden) == 0 && hasFeaturesAlone(DeclarationReader.of(method, own))) {
                    enforced.add(method);
                }
            }
        }
        return enforced;
    }

    private static boolean hasFeaturesAlone(Declaration declared) {
        if (!(declared instanceof Declaration.Required required)) {
            return false;
        }
        Requirement requirement = required.requirement();
        return requirement.scopes().isEmpty() && requirement.charges().isEmpty();
    }
}
