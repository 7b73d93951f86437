package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Requirement.Features;
import io.github.licensing4j.servlet.DeclarationReader;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Reads the features that methods of beans require, other than handlers of requests, whose annotations the interceptor
 * enforces. Safe for use by many threads.
 */
final class ServiceFeatures {
    private static final List<String> FRAMEWORKS = List.of(
            "org.springframework.", "java.", "jakarta.", "jdk.", "com.sun.", "sun.", "io.github.licensing4j.core.");
    /** Controllers, whose annotations the interceptor of calls reads, and factories of beans. */
    private static final List<String> OTHERS = List.of(
            "org.springframework.stereotype.Controller",
            "org.springframework.web.bind.annotation.RequestMapping",
            "org.springframework.context.annotation.Configuration");

    private static final List<String> HANDLERS = List.of(
            "jakarta.servlet.Servlet",
            "jakarta.servlet.Filter",
            "org.springframework.web.HttpRequestHandler",
            "org.springframework.web.servlet.mvc.Controller",
            "org.springframework.web.servlet.function.HandlerFunction",
            "org.springframework.web.socket.WebSocketHandler");

    private final ConcurrentHashMap<Class<?>, Boolean> annotated = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, List<Features>> byMethod = new ConcurrentHashMap<>();

    private final List<String> exempt;

    /** @param exempt classes, or class#method, that are exempt by name */
    ServiceFeatures(List<String> exempt) {
        this.exempt = List.copyOf(exempt);
    }

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
        MergedAnnotations annotations = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY);
        return OTHERS.stream().anyMatch(annotations::isPresent)
                || ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                        .anyMatch(one -> HANDLERS.contains(one.getName()));
    }

    /** Returns the groups of features that a method of a service requires; empty if it requires none. */
    List<Features> of(Method method, Class<?> type) {
        Class<?> own = ClassUtils.getUserClass(type);
        return byMethod.computeIfAbsent(
                new Key(method, own),
                key -> isService(own) && !isExempt(method, own) ? features(method, own) : List.of());
    }

    private boolean isExempt(Method method, Class<?> type) {
        return AnnotatedElementUtils.hasAnnotation(method, Bean.class)
                || ExemptNames.contains(exempt, type.getName() + "#" + method.getName())
                || ExemptNames.contains(exempt, method.getDeclaringClass().getName() + "#" + method.getName());
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
                if ((method.getModifiers() & hidden) == 0
                        && !AnnotatedElementUtils.hasAnnotation(method, Bean.class)
                        && hasFeaturesAlone(DeclarationReader.of(method, own))) {
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
