package io.github.licensing4j.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Real containers on a free port, set up alike through the Servlet API alone. */
enum Containers {
    TOMCAT,
    JETTY;

    static {
        // Containers log every exception that a handler throws on purpose here.
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFilter(line -> !line.getLoggerName().startsWith("org.apache."));
        }
    }

    /** Starts at the root context. */
    Running start(List<Filter> filters, Map<String, HttpServlet> servlets) {
        return start("", filters, servlets);
    }

    Running start(String contextPath, List<Filter> filters, Map<String, HttpServlet> servlets) {
        ServletContainerInitializer setup = (classes, context) -> {
            for (Filter filter : filters) {
                var registration = context.addFilter("filter" + filters.indexOf(filter), filter);
                registration.setAsyncSupported(true);
                registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
            }
            servlets.forEach((pattern, servlet) -> {
                var registration = context.addServlet("servlet" + pattern, (Servlet) servlet);
                registration.setAsyncSupported(true);
                registration.addMapping(pattern);
                if (servlet.getClass().isAnnotationPresent(MultipartConfig.class)) {
                    registration.setMultipartConfig(
                            new MultipartConfigElement(servlet.getClass().getAnnotation(MultipartConfig.class)));
                }
            });
        };
        return this == TOMCAT ? tomcat(contextPath, setup) : jetty(contextPath, setup);
    }

    /** A started container. */
    record Running(int port, HttpClient client, Stop server) implements AutoCloseable {

        HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
            return send("GET", path, headers);
        }

        HttpResponse<String> send(String method, String path, String... headers)
                throws IOException, InterruptedException {
            return client.send(request(method, path, headers), HttpResponse.BodyHandlers.ofString());
        }

        HttpRequest request(String method, String path, String... headers) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .method(method, HttpRequest.BodyPublishers.noBody());
            return headers.length == 0
                    ? request.build()
                    : request.headers(headers).build();
        }

        /** Sends a raw request target and returns the whole response. */
        String raw(String method, String target, String... lines) throws IOException {
            try (var socket = new Socket("localhost", port)) {
                var text = new StringBuilder(
                        method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
                for (String line : lines) {
                    text.append(line).append("\r\n");
                }
                socket.getOutputStream().write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        /** The status of a raw request. */
        int rawStatus(String method, String target, String... lines) throws IOException {
            return Integer.parseInt(raw(method, target, lines).substring(9, 12));
        }

        /** Sends a request, reads the first byte of the answer and resets the connection. */
        void hangUp(String target, String... lines) throws IOException {
            try (var socket = new Socket("localhost", port)) {
                var text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
                for (String line : lines) {
                    text.append(line).append("\r\n");
                }
                socket.getOutputStream().write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("no answer");
                }
                socket.setSoLinger(true, 0);
            }
        }

        @Override
        public void close() {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Stops a container. */
    @FunctionalInterface
    interface Stop {
        void stop() throws Exception;
    }

    private static Running tomcat(String contextPath, ServletContainerInitializer setup) {
        try {
            Path base = Files.createTempDirectory("tomcat");
            var tomcat = new Tomcat();
            tomcat.setBaseDir(base.toString());
            tomcat.setPort(0);
            var context = tomcat.addContext(contextPath, base.toString());
            context.addServletContainerInitializer(setup, null);
            tomcat.start();
            return new Running(tomcat.getConnector().getLocalPort(), HttpClient.newHttpClient(), () -> {
                tomcat.stop();
                tomcat.destroy();
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Running jetty(String contextPath, ServletContainerInitializer setup) {
        try {
            var server = new Server(0);
            var context = new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath);
            context.addServletContainerInitializer(setup);
            server.setHandler(context);
            server.start();
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            return new Running(port, HttpClient.newHttpClient(), server::stop);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
