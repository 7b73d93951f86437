package io.github.licensing4j.examples.plain;

import io.github.licensing4j.core.LicensingBuilder;
import io.github.licensing4j.core.LicensingEngine;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.LicensingFilterBuilder;
import jakarta.servlet.DispatcherType;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Runs the API in an embedded Jetty: the engine, the filter, and servlets that declare their requirements. */
public final class PlainServletExample implements AutoCloseable {
    private final LicensingEngine engine;
    private final Server server;

    private PlainServletExample(LicensingEngine engine, Server server) {
        this.engine = engine;
        this.server = server;
    }

    /** Starts the API on {@code PORT}, by default 8080. Arguments: the catalog file and the file of keys. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected two arguments: licensing.yaml and a JWKS or PEM file of keys");
        }
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        start(Path.of(arguments[0]), Path.of(arguments[1]), port).server.join();
    }

    /**
     * Starts the API.
     *
     * @param port the port to listen on, 0 for a free one
     */
    static PlainServletExample start(Path catalog, Path keys, int port) throws Exception {
        LicensingEngine engine = new LicensingBuilder()
                .issuer("https://weather.example")
                .audience("plain-weather")
                .catalog(catalog)
                .keys(KeyFile.read(keys))
                .build();
        LicensingFilter filter = new LicensingFilterBuilder(engine.licensing(), engine.info()).build();

        var context = new ServletContextHandler("/");
        var inFront = new FilterHolder(filter);
        inFront.setAsyncSupported(true);
        context.addFilter(inFront, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(DailyServlet.class, "/v1/daily/*");
        context.addServlet(HourlyServlet.class, "/v1/hourly");
        context.addServlet(StatusServlet.class, "/status");

        var server = new Server(port);
        server.setHandler(context);
        server.start();
        return new PlainServletExample(engine, server);
    }

    /** Returns the port it listens on. */
    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        } finally {
            engine.close();
        }
    }
}
