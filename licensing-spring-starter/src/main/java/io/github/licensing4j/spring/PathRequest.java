package io.github.licensing4j.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GET request that has only a path, to evaluate matchers before the first request. */
final class PathRequest implements InvocationHandler {
    private final ServletContext servlets;
    private final String path;
    private final Map<Object, Object> attributes = new HashMap<>();

    private PathRequest(ServletContext servlets, String path) {
        this.servlets = servlets;
        this.path = path;
    }

    /** @param path below the context path */
    static HttpServletRequest of(ServletContext servlets, String path) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                PathRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                new PathRequest(servlets, path));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "getMethod" -> "GET";
            case "getRequestURI" -> servlets.getContextPath() + path;
            case "getContextPath" -> servlets.getContextPath();
            case "getServletPath" -> path;
            case "getHttpServletMapping" -> new Mapping(path.substring(1));
            case "getServletContext" -> servlets;
            case "getDispatcherType" -> DispatcherType.REQUEST;
            case "getScheme" -> "http";
            case "getServerName" -> "localhost";
            case "getHeaders", "getHeaderNames", "getParameterNames", "getAttributeNames" ->
                Collections.emptyEnumeration();
            case "getParameterMap" -> Map.of();
            case "getAttribute" -> arguments == null ? null : attributes.get(arguments[0]);
            case "setAttribute" -> arguments == null ? null : attributes.put(arguments[0], arguments[1]);
            case "removeAttribute" -> arguments == null ? null : attributes.remove(arguments[0]);
            case "toString" -> "GET " + path;
            case "hashCode" -> path.hashCode();
            case "equals" -> arguments != null && proxy == arguments[0];
            default -> nothing(method.getReturnType());
        };
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? Long.valueOf(0) : null;
    }

    /** The mapping of a servlet at {@code /}. */
    private record Mapping(String value) implements HttpServletMapping {
        @Override
        public String getMatchValue() {
            return value;
        }

        @Override
        public String getPattern() {
            return "/";
        }

        @Override
        public String getServletName() {
            return "dispatcherServlet";
        }

        @Override
        public MappingMatch getMappingMatch() {
            return MappingMatch.DEFAULT;
        }
    }
}
