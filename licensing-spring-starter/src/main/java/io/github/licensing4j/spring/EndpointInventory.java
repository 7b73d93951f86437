package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.servlet.DeclarationReader;
import io.github.licensing4j.servlet.admin.ManagementServlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Lists the host's endpoints, and the annotations that are read for them. */
final class EndpointInventory {
    private final HandlerDeclarations declarations;
    private final CarriedProtocols protocols;
    private final WebApplicationContext context;
    private final String dispatcherPath;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Endpoint> documentation = new ArrayList<>();
    private final Set<String> containerPaths = new HashSet<>();
    private final Set<Endpoint> carried = new HashSet<>();
    private final Set<AnnotatedElement> read = new HashSet<>();
    private final Set<Class<?>> functions = new HashSet<>();

    private EndpointInventory(EndpointRegistrar.Sources sources, WebApplicationContext context) {
        this.declarations = sources.declarations();
        this.protocols = sources.protocols();
        this.context = context;
        String path = context.getEnvironment().getProperty("spring.mvc.servlet.path", "/");
        this.dispatcherPath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    static EndpointInventory of(EndpointRegistrar.Sources sources, WebApplicationContext context) {
        var inventory = new EndpointInventory(sources, context);
        context.getBeansOfType(HandlerMapping.class, true, false).values().forEach(inventory::add);
        inventory.addServlets();
        List<Endpoint> ofProtocols = inventory.protocols.endpoints();
        inventory.carried.addAll(ofProtocols);
        inventory.endpoints.addAll(ofProtocols);
        inventory.read.addAll(inventory.protocols.annotated());
        return inventory;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Returns API documents and their pages, which are open. */
    List<Endpoint> documentation() {
        return documentation;
    }

    Set<AnnotatedElement> read() {
        return read;
    }

    /** Returns handler classes that are not beans, whose annotations are not read. */
    Set<Class<?>> functions() {
        return functions;
    }

    /** Returns whether an endpoint is decided by a protocol, whichever paths the filter covers. */
    boolean isCarried(Endpoint endpoint) {
        return carried.contains(endpoint);
    }

    /** Returns the pattern of an endpoint below the context path: a DispatcherServlet matches below its own path. */
    String filteredPattern(Endpoint endpoint) {
        return containerPaths.contains(endpoint.pattern()) ? endpoint.pattern() : dispatcherPath + endpoint.pattern();
    }

    private void add(HandlerMapping mapping) {
        if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
            declarations.register(methods);
            methods.getHandlerMethods().forEach(this::add);
        } else if (mapping instanceof RouterFunctionMapping functional) {
            if (functional.getRouterFunction() != null) {
                var routes = new RouteLister(protocols);
                functional.getRouterFunction().accept(routes);
                endpoints.addAll(routes.endpoints());
                functions.addAll(routes.handlers());
            }
        } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
            declarations.register(urls);
            urls.getHandlerMap().forEach(this::add);
        }
    }

    private void add(RequestMappingInfo info, HandlerMethod handler) {
        Declaration declared = declarations.of(handler);
        if (declared == HandlerDeclarations.OUTSIDE) {
            return;
        }
        read.addAll(DeclarationReader.places(handler.getMethod(), handler.getBeanType()));
        Set<String> methods = new TreeSet<>();
        for (RequestMethod method : info.getMethodsCondition().getMethods()) {
            methods.add(method.name());
        }
        if (methods.isEmpty()) {
            methods.add("*");
        }
        String name = handler.getBeanType().getSimpleName() + "#"
                + handler.getMethod().getName();
        for (String pattern : info.getPatternValues()) {
            for (String method : methods) {
                place(declared).add(new Endpoint(method, pattern, name, declared));
            }
        }
    }

    private void add(String pattern, Object handler) {
        Class<?> type = handler instanceof String name ? context.getType(name, false) : WebSocketHandlers.type(handler);
        if (type == null) {
            return;
        }
        Declaration declared = handler instanceof String
                ? DeclarationReader.of(ClassUtils.getUserClass(type))
                : declarations.of(handler);
        if (declared == HandlerDeclarations.OUTSIDE || declared instanceof Declaration.Resource) {
            return;
        }
        read.addAll(DeclarationReader.places(ClassUtils.getUserClass(type)));
        place(declared).add(new Endpoint("*", pattern, type.getSimpleName(), declared));
    }

    private List<Endpoint> place(Declaration declared) {
        return declared == HandlerDeclarations.DOCUMENTATION ? documentation : endpoints;
    }

    private void addServlets() {
        ServletContext servlets = context.getServletContext();
        if (servlets == null) {
            return;
        }
        for (Map.Entry<String, Declaration> servlet :
                DispatchedEndpoints.resolver().servlets(servlets).entrySet()) {
            ServletRegistration registration = servlets.getServletRegistration(servlet.getKey());
            String type = registration == null ? null : registration.getClassName();
            if (type != null && !type.equals(ManagementServlet.class.getName())) {
                Class<?> loaded = ClassUtils.resolveClassName(type, context.getClassLoader());
                read.addAll(DeclarationReader.places(loaded));
                functions.add(loaded);
                registration.getMappings().forEach(mapping -> addServlet(pattern(mapping), loaded, servlet.getValue()));
            }
        }
    }

    private void addServlet(String pattern, Class<?> type, Declaration declared) {
        containerPaths.add(pattern);
        endpoints.add(new Endpoint("*", pattern, type.getSimpleName(), declared));
    }

    /** Converts a servlet mapping to a path pattern. */
    private static String pattern(String mapping) {
        if (mapping.isEmpty()) {
            return "/";
        }
        if (mapping.equals("/") || !mapping.startsWith("/")) {
            return "/**";
        }
        return mapping.endsWith("/*") ? mapping + "*" : mapping;
    }
}
