package io.github.licensing4j.servlet;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.LicensingException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Resolves declarations from the class of the mapped servlet, once per servlet. */
final class MappedServletResolver implements EndpointResolver {
    private static final Optional<Declaration> RESOURCE = Optional.of(Declaration.resource());

    private final Predicate<Class<?>> choosesHandler;
    private final Optional<Declaration> unmapped;
    private final Map<String, Mapped> byServlet = new ConcurrentHashMap<>();

    /** The declaration of the class of a servlet; empty if the servlet chooses a handler itself. */
    private record Mapped(Optional<Declaration> declared, ServletKind kind) {}

    /**
     * @param choosesHandler whether a servlet of this class chooses a handler itself
     * @param unmapped what a request without a mapped servlet declares
     */
    MappedServletResolver(Predicate<Class<?>> choosesHandler, Optional<Declaration> unmapped) {
        this.choosesHandler = choosesHandler;
        this.unmapped = unmapped;
    }

    @Override
    public Optional<Declaration> declared(HttpServletRequest request) {
        Mapped mapped = mapped(request);
        if (mapped == null) {
            return unmapped;
        }
        // A page that another handler renders is no endpoint of its own.
        boolean isRendered = mapped.kind == ServletKind.PAGES && request.getDispatcherType() != DispatcherType.REQUEST;
        return isRendered ? RESOURCE : mapped.declared;
    }

    @Override
    public boolean inheritsOptions(HttpServletRequest request) {
        Mapped mapped = mapped(request);
        return mapped != null && (mapped.kind == ServletKind.INHERITS_OPTIONS || mapped.kind == ServletKind.FILES);
    }

    @Override
    public Map<String, Declaration> servlets(ServletContext context) {
        Map<String, Declaration> declared = new TreeMap<>();
        for (String name : context.getServletRegistrations().keySet()) {
            Mapped mapped = mapped(name, context);
            if (mapped.kind != ServletKind.FILES && mapped.kind != ServletKind.PAGES) {
                mapped.declared.ifPresent(known -> declared.put(name, known));
            }
        }
        return declared;
    }

    @Override
    public void check(ServletContext context) {
        for (ServletRegistration servlet : context.getServletRegistrations().values()) {
            if (servlet.getClassName() != null && ServletKind.ofName(servlet.getClassName()) == null) {
                DeclarationReader.rejectOnMethods(load(servlet.getName(), servlet.getClassName(), context));
            }
        }
        for (FilterRegistration filter : context.getFilterRegistrations().values()) {
            if (filter.getClassName() != null) {
                rejectAny(filter, context);
            }
        }
    }

    private static void rejectAny(FilterRegistration filter, ServletContext context) {
        Class<?> loaded;
        try {
            loaded = load(filter.getName(), filter.getClassName(), context);
        } catch (LicensingException hidden) {
            // A lambda, which has no annotations, or a filter that the container will not start either.
            return;
        }
        DeclarationReader.rejectAny(loaded);
    }

    private @Nullable Mapped mapped(HttpServletRequest request) {
        String servlet = Dispatches.mapping(request).getServletName();
        return servlet == null || servlet.isEmpty() ? null : mapped(servlet, request.getServletContext());
    }

    private Mapped mapped(String servlet, ServletContext context) {
        Mapped known = byServlet.get(servlet);
        if (known != null) {
            return known;
        }
        Mapped read = read(servlet, context);
        byServlet.put(servlet, read);
        return read;
    }

    private Mapped read(String servlet, ServletContext context) {
        ServletRegistration registration = context.getServletRegistration(servlet);
        String type = registration == null ? null : registration.getClassName();
        if (type == null) {
            throw new LicensingException(
                    "servlet '" + servlet + "' is registered without its class, so what it requires"
                            + " is unknown: register it through ServletContext.addServlet, or give an EndpointResolver");
        }
        ServletKind known = ServletKind.ofName(type);
        if (known == ServletKind.FILES) {
            return new Mapped(RESOURCE, known);
        }
        Class<?> loaded = load(servlet, type, context);
        return choosesHandler.test(loaded)
                ? new Mapped(Optional.empty(), ServletKind.OTHER)
                : new Mapped(Optional.of(DeclarationReader.of(loaded)), known == null ? ServletKind.of(loaded) : known);
    }

    private static Class<?> load(String name, String type, ServletContext context) {
        try {
            return Class.forName(type, false, loader(context));
        } catch (ClassNotFoundException | LinkageError e) {
            throw new LicensingException(
                    "class " + type + " of '" + name + "' cannot be loaded, so what it requires is unknown", e);
        }
    }

    /** Returns the class loader of the context, of which an embedded container may have none. */
    private static ClassLoader loader(ServletContext context) {
        ClassLoader loader = context.getClassLoader();
        return loader == null ? MappedServletResolver.class.getClassLoader() : loader;
    }
}
