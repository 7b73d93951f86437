package io.github.licensing4j.servlet;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Metered;
import io.github.licensing4j.Requirement;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the license annotations of handlers, including meta-annotations.
 *
 * <p>Each kind of annotation is taken from the nearest level that has it: method, then class, then interface. An
 * exemption hides annotations of farther levels and is hidden by those of nearer ones. Competing annotations on one
 * level are an error. Nothing is cached here.
 */
public final class DeclarationReader {
    private final List<Requirement.Features> features = new ArrayList<>();
    private Set<String> scopes = Set.of();
    private List<Charge> charges = List.of();

    private DeclarationReader() {}

    /**
     * Reads the annotations of a class such as a servlet.
     *
     * @throws LicensingException if annotations compete on one level, or one is malformed; the message names them
     */
    public static Declaration of(Class<?> handler) {
        return new DeclarationReader().read(AnnotationLevels.of(handler));
    }

    /**
     * Reads the annotations of a method as a handler class inherits it.
     *
     * @param method the method, of the handler class or a type above it
     * @param handler the class of the handler, the user's own and not a proxy's
     * @throws LicensingException if annotations compete on one level, or one is malformed; the message names them
     */
    public static Declaration of(Method method, Class<?> handler) {
        return new DeclarationReader().read(AnnotationLevels.of(method, handler));
    }

    /** Returns whether a class or method has a license annotation, directly or as a meta-annotation. */
    public static boolean isDeclared(AnnotatedElement place) {
        return AnnotationLevel.isDeclared(place);
    }

    /** Returns the classes and methods whose annotations {@link #of(Method, Class)} reads. */
    public static Set<AnnotatedElement> places(Method method, Class<?> handler) {
        return flat(AnnotationLevels.of(method, handler));
    }

    /** Returns the classes whose annotations {@link #of(Class)} reads. */
    public static Set<AnnotatedElement> places(Class<?> handler) {
        return flat(AnnotationLevels.of(handler));
    }

    /**
     * Lists the annotated classes and methods of a type and its supertypes, in readable form.
     *
     * @param read the elements whose annotations are read; they are left out
     */
    public static List<String> unread(Class<?> type, Set<AnnotatedElement> read) {
        List<String> names = new ArrayList<>();
        for (AnnotatedElement place : places(type)) {
            Class<?> level = (Class<?>) place;
            if (!read.contains(level) && isDeclared(level)) {
                names.add(level.getName());
            }
            for (Method method : level.getDeclaredMethods()) {
                if (!method.isSynthetic() && !read.contains(method) && isDeclared(method)) {
                    names.add(level.getName() + "#" + method.getName());
                }
            }
        }
        return names;
    }

    static void rejectOnMethods(Class<?> servlet) {
        reject(unread(servlet, places(servlet)), "servlets are annotated on their class");
    }

    static void rejectAny(Class<?> filter) {
        reject(unread(filter, Set.of()), "filters are no endpoints");
    }

    private static void reject(List<String> unread, String why) {
        if (!unread.isEmpty()) {
            throw new LicensingException(unread.get(0) + " has a license annotation that nothing reads: " + why
                    + ", expected no annotation there");
        }
    }

    private static Set<AnnotatedElement> flat(List<List<AnnotatedElement>> levels) {
        Set<AnnotatedElement> places = new LinkedHashSet<>();
        levels.forEach(places::addAll);
        return places;
    }

    private Declaration read(List<List<AnnotatedElement>> places) {
        boolean required = false;
        for (List<AnnotatedElement> place : places) {
            AnnotationLevel level = AnnotationLevel.of(place);
            if (level.exemption().isPresent()) {
                if (!required) {
                    return new Declaration.Exempt(level.exemption().get().reason());
                }
                break;
            }
            required |= level.hasRequirements();
            take(level);
        }
        return required ? new Declaration.Required(new Requirement(features, scopes, charges)) : Declaration.none();
    }

    private void take(AnnotationLevel level) {
        try {
            if (features.isEmpty()) {
                level.feature()
                        .ifPresent(feature -> features.add(
                                new Requirement.Features(Set.copyOf(List.of(feature.value())), feature.match())));
            }
            if (scopes.isEmpty()) {
                level.scope().ifPresent(scope -> scopes = named(scope.value()));
            }
            if (charges.isEmpty()) {
                charges = level.meters().stream().map(DeclarationReader::charge).toList();
            }
        } catch (IllegalArgumentException e) {
            throw new LicensingException(level.where() + ": " + e.getMessage(), e);
        }
    }

    private static Set<String> named(String[] scopes) {
        if (scopes.length == 0) {
            throw new IllegalArgumentException("@RequiresScope names at least one scope; empty never means all");
        }
        return Set.copyOf(List.of(scopes));
    }

    private static Charge charge(Metered metered) {
        return new Charge(metered.meter(), metered.units(), metered.reserve(), metered.chargeOn());
    }
}
