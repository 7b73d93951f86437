package io.github.licensing4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Has one path for each way in which a call may end. */
final class ScenarioServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient ExecutorService others = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "scenario");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void destroy() {
        others.shutdownNow();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String scenario = request.getDispatcherType() == DispatcherType.INCLUDE
                ? (String) request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO)
                : request.getPathInfo();
        if (scenario.startsWith("/async-")) {
            async(scenario, request, response);
        } else {
            sync(scenario, request, response);
        }
    }

    private static void sync(String scenario, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (scenario) {
            case "/ok" -> response.getOutputStream().print("fine");
            case "/text" -> response.getWriter().print("fine");
            case "/created" -> response.setStatus(201);
            case "/not-found" -> response.setStatus(404);
            case "/send-error" -> response.sendError(409);
            case "/exception" -> throw new IllegalStateException("planned");
            case "/io-exception" -> throw new IOException("planned");
            case "/unavailable" -> throw new UnavailableException("planned", 1);
            case "/committed-exception" -> {
                response.getOutputStream().print("half");
                response.flushBuffer();
                throw new IllegalStateException("planned");
            }
            case "/forward" -> request.getRequestDispatcher("/s/created").forward(request, response);
            case "/include" -> request.getRequestDispatcher("/s/text").include(request, response);
            case "/forward-exception" ->
                request.getRequestDispatcher("/s/exception").forward(request, response);
            case "/endless" -> endless(response);
            default -> throw new ServletException("no scenario " + scenario);
        }
    }

    private void async(String scenario, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC && scenario.equals("/async-again")) {
            request.startAsync(request, response).dispatch("/s/created");
            return;
        }
        AsyncContext cycle = request.startAsync(request, response);
        cycle.setTimeout(20_000);
        switch (scenario) {
            case "/async-complete-here" -> {
                response.setStatus(202);
                cycle.complete();
            }
            case "/async-complete" ->
                others.execute(() -> {
                    response.setStatus(202);
                    cycle.complete();
                });
            case "/async-dispatch" -> others.execute(() -> cycle.dispatch("/s/created"));
            case "/async-dispatch-here" -> cycle.dispatch("/s/created");
            case "/async-again" -> others.execute(cycle::dispatch);
            case "/async-dispatch-exception" -> others.execute(() -> cycle.dispatch("/s/exception"));
            case "/async-thrown" -> {
                cycle.setTimeout(50);
                throw new IllegalStateException("planned");
            }
            case "/async-timeout" -> cycle.setTimeout(50);
            case "/async-timeout-handled" -> {
                cycle.setTimeout(50);
                cycle.addListener(new Fallback());
            }
            case "/async-stream" -> others.execute(() -> stream(cycle, 5));
            case "/async-endless" -> others.execute(() -> stream(cycle, Integer.MAX_VALUE));
            default -> throw new IOException("no scenario " + scenario);
        }
    }

    private static void endless(HttpServletResponse response) throws IOException {
        byte[] block = new byte[8192];
        while (true) {
            response.getOutputStream().write(block);
            response.flushBuffer();
        }
    }

    private static void stream(AsyncContext cycle, int events) {
        try {
            cycle.getResponse().setContentType("text/event-stream");
            for (int i = 0; i < events; i++) {
                cycle.getResponse().getOutputStream().print("data: tick\n\n");
                cycle.getResponse().flushBuffer();
            }
        } catch (IOException | IllegalStateException gone) {
            // The caller disconnected: the cycle ends all the same.
        }
        try {
            cycle.complete();
        } catch (IllegalStateException ended) {
            // The container has ended it already.
        }
    }

    /** Answers a time-out itself. */
    private static final class Fallback implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            var response = (HttpServletResponse) event.getAsyncContext().getResponse();
            response.setStatus(200);
            response.getOutputStream().print("later");
            response.flushBuffer();
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
