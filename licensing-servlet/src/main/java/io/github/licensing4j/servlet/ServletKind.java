package io.github.licensing4j.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The kind of a servlet, by its class. */
enum ServletKind {
    /** The container's own, for static files and 404s; its proxy or CGI servlet is the host's own endpoint. */
    FILES,
    /** The container's own, for JSP pages. */
    PAGES,
    /** Answers OPTIONS as {@code HttpServlet} does: with the methods it has, and nothing more. */
    INHERITS_OPTIONS,
    OTHER;

    /** Returns the kind that the name of a class identifies, null if none. */
    static @Nullable ServletKind ofName(String type) {
        return switch (type) {
            case "org.apache.catalina.servlets.DefaultServlet", "io.undertow.servlet.handlers.DefaultServlet" -> FILES;
            case "org.apache.jasper.servlet.JspServlet" -> PAGES;
            default -> type.startsWith("org.eclipse.jetty.") ? jetty(type) : null;
        };
    }

    private static @Nullable ServletKind jetty(String type) {
        if (type.endsWith(".JettyJspServlet")) {
            return PAGES;
        }
        return type.endsWith(".DefaultServlet")
                        || type.endsWith(".ResourceServlet")
                        || type.endsWith("$Default404Servlet")
                ? FILES
                : null;
    }

    static ServletKind of(Class<?> servlet) {
        return HttpServlet.class.isAssignableFrom(servlet)
                        && inherits(servlet, "doOptions", HttpServletRequest.class, HttpServletResponse.class)
                        && inherits(servlet, "service", HttpServletRequest.class, HttpServletResponse.class)
                        && inherits(servlet, "service", ServletRequest.class, ServletResponse.class)
                ? INHERITS_OPTIONS
                : OTHER;
    }

    private static boolean inherits(Class<?> servlet, String method, Class<?>... parameters) {
        for (Class<?> type = servlet; type != null && type != HttpServlet.class; type = type.getSuperclass()) {
            for (Method own : type.getDeclaredMethods()) {
                if (own.getName().equals(method) && Arrays.equals(own.getParameterTypes(), parameters)) {
                    return false;
                }
            }
        }
        return true;
    }
}
