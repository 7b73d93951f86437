package io.github.licensing4j.servlet;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists the elements where a handler may be annotated, nearest first: method, class, interfaces. Elements of one level
 * are unordered.
 */
final class AnnotationLevels {
    private final List<List<AnnotatedElement>> levels = new ArrayList<>();

    private AnnotationLevels() {}

    static List<List<AnnotatedElement>> of(Class<?> handler) {
        var found = new AnnotationLevels();
        found.addClasses(handler);
        found.addInterfaces(handler);
        return found.levels;
    }

    static List<List<AnnotatedElement>> of(Method method, Class<?> handler) {
        var found = new AnnotationLevels();
        for (Class<?> type = handler; type != null && type != Object.class; type = type.getSuperclass()) {
            found.add(sameMethod(type, method));
        }
        found.addClasses(handler);
        found.addInterfaceMethods(handler, method);
        found.addInterfaces(handler);
        return found.levels;
    }

    private void add(List<? extends AnnotatedElement> level) {
        if (!level.isEmpty()) {
            levels.add(List.copyOf(level));
        }
    }

    private void addClasses(Class<?> handler) {
        for (Class<?> type = handler; type != null && type != Object.class; type = type.getSuperclass()) {
            if (!type.isInterface()) {
                add(List.of(type));
            }
        }
    }

    private void addInterfaces(Class<?> handler) {
        for (List<Class<?>> level : interfaceLevels(handler)) {
            add(level);
        }
    }

    private void addInterfaceMethods(Class<?> handler, Method method) {
        for (List<Class<?>> level : interfaceLevels(handler)) {
            List<Method> methods = new ArrayList<>();
            level.forEach(type -> methods.addAll(sameMethod(type, method)));
            add(methods);
        }
    }

    /** Returns interfaces by distance: those that the class and its superclasses name, then those that these extend. */
    private static List<List<Class<?>>> interfaceLevels(Class<?> handler) {
        Set<Class<?>> level = new LinkedHashSet<>();
        if (handler.isInterface()) {
            level.add(handler);
        }
        for (Class<?> type = handler; !handler.isInterface() && type != null; type = type.getSuperclass()) {
            level.addAll(List.of(type.getInterfaces()));
        }
        List<List<Class<?>>> levels = new ArrayList<>();
        while (!level.isEmpty()) {
            levels.add(withoutParents(level));
            Set<Class<?>> next = new LinkedHashSet<>();
            level.forEach(type -> next.addAll(List.of(type.getInterfaces())));
            level = next;
        }
        return levels;
    }

    /** Leaves out interfaces that another of the same level extends; they are on a later level. */
    private static List<Class<?>> withoutParents(Set<Class<?>> level) {
        return level.stream()
                .filter(type -> level.stream().noneMatch(other -> other != type && type.isAssignableFrom(other)))
                .<Class<?>>map(type -> type)
                .toList();
    }

    /** Finds the method that a type declares itself, whatever type arguments it uses. */
    private static List<Method> sameMethod(Class<?> type, Method method) {
        List<Method> same = new ArrayList<>();
        for (Method candidate : type.getDeclaredMethods()) {
            if (!candidate.isBridge()
                    && !Modifier.isStatic(candidate.getModifiers())
                    && candidate.getName().equals(method.getName())
                    && (candidate.equals(method) || overrides(method, candidate))) {
                same.add(candidate);
            }
        }
        return same;
    }

    private static boolean overrides(Method method, Method candidate) {
        Class<?>[] own = method.getParameterTypes();
        Class<?>[] other = candidate.getParameterTypes();
        if (Arrays.equals(own, other)) {
            return true;
        }
        if (own.length != other.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            if (!other[i].isAssignableFrom(own[i])) {
                return false;
            }
        }
        // Erasure widened the parameters; the compiler then made a bridge with exactly that signature.
        for (Method bridge : method.getDeclaringClass().getDeclaredMethods()) {
            if (bridge.isBridge()
                    && bridge.getName().equals(method.getName())
                    && Arrays.equals(bridge.getParameterTypes(), other)) {
                return true;
            }
        }
        return false;
    }
}
