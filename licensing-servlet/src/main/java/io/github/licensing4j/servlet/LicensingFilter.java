package io.github.licensing4j.servlet;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Admits calls that a license allows, and settles them when they have ended.
 *
 * <p>Register it for the dispatcher type REQUEST, with async supported, behind filters that set CORS header fields and
 * in front of everything that answers; it maps itself to forwards, includes and async dispatches. It is safe for use by
 * many threads; one instance serves one servlet context.
 */
public final class LicensingFilter implements Filter {
    private final CallReader reader;
    private final Enforcement enforcement;
    private final DecisionWriter writer;
    private final PathScope scope;
    private final EndpointResolver endpoints;
    private final AsyncCalls asyncCalls;
    private final Dispatches dispatches;
    private final CpuClock cpu = new CpuClock();

    LicensingFilter(
            CallReader reader,
            Enforcement enforcement,
            DecisionWriter writer,
            PathScope scope,
            EndpointResolver endpoints,
            AsyncCalls asyncCalls) {
        this.reader = reader;
        this.enforcement = enforcement;
        this.writer = writer;
        this.scope = scope;
        this.endpoints = endpoints;
        this.asyncCalls = asyncCalls;
        this.dispatches = new Dispatches(endpoints);
    }

    /**
     * Maps the filter to dispatched requests, and checks the annotations of servlets and filters.
     *
     * @throws ServletException if an annotation is where nothing reads it
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        SelfMapping.add(config);
        try {
            endpoints.check(config.getServletContext());
        } catch (LicensingException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    /** Returns the license context of a request: empty at exempt endpoints and outside the filter, never null. */
    public static LicenseContext context(HttpServletRequest request) {
        PendingCall pending = PendingCall.in(request);
        return pending == null ? LicenseContext.empty() : pending.context();
    }

    /**
     * Returns the pending call of a request. Reads the request on first use and stores the call as a request attribute, so
     * that a security filter in front of this one works with the same object. Decides, holds and charges nothing.
     */
    public PendingCall park(HttpServletRequest request) {
        PendingCall known = PendingCall.in(request);
        if (known != null) {
            return known;
        }
        var pending = new PendingCall(reader.read(request), enforcement, writer, scope);
        request.setAttribute(PendingCall.ATTRIBUTE, pending);
        return pending;
    }

    /** Writes a refusal as the filter itself would; for a security entry point. */
    public void refuse(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(refused.refusal(), request, response);
    }

    /**
     * Returns whether every path that a pattern matches is inside the license check.
     *
     * @param pattern of an endpoint, below the context path, such as <code>/v1/{id}</code> or {@code /files/**}
     */
    public boolean coversAll(String pattern) {
        return scope.coversAll(pattern);
    }

    /**
     * Returns whether no path that a pattern matches is inside the license check. Neither this nor {@link #coversAll}
     * is true for a pattern that is partly inside.
     *
     * @param pattern of an endpoint, below the context path
     */
    public boolean coversNone(String pattern) {
        return scope.coversNone(pattern);
    }

    /**
     * Returns the health: degraded once refusals came too late or processor time could not be measured, and for ten
     * minutes after a call that was answered without a decision.
     */
    public Health.Component health() {
        asyncCalls.settleAbandoned();
        RecentFaults.Reading late = writer.tooLate().read();
        RecentFaults.Reading passed = enforcement.undecided().read();
        long unmeasured = cpu.unmeasured();
        long overdue = asyncCalls.overdue();
        return new Health.Component(
                "filter",
                !passed.recent() && !late.recent() && unmeasured == 0 ? Health.Status.UP : Health.Status.DEGRADED,
                passed.count() + " calls answered without a decision, " + late.count()
                        + " refused after their response was committed"
                        + (overdue == 0 ? "" : ", " + overdue + " async calls settled after the longest hold")
                        + (unmeasured == 0 ? "" : ", " + unmeasured + " without a measure of their processor time"));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest call) || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
        } else if (request.getDispatcherType() != DispatcherType.REQUEST) {
            if (dispatches.admits(park(call), call, answer)) {
                chain.doFilter(request, response);
            }
        } else {
            requested(call, answer, chain);
        }
    }

    private void requested(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        PendingCall pending = park(request);
        try {
            if (scope.covers(pending.call().path()) && pending.open()) {
                walk(pending, request, response, chain);
            } else {
                chain.doFilter(request, response);
            }
        } catch (IncludeRefusedException e) {
            StaleHeaders.restart(response);
            pending.refuse(e.refused(), request, response);
        }
    }

    /**
     * Returns whether a request is a preflight to a servlet that only lists its methods; a filter that answers it is
     * refused at the first byte.
     */
    private boolean isFree(HttpServletRequest request) {
        return PathScope.isPreflight(request) && endpoints.inheritsOptions(request);
    }

    private void walk(PendingCall pending, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        asyncCalls.settleAbandoned();
        Throwable failure = null;
        try {
            if (admits(pending, request, response)) {
                guarded(pending, request, response, chain);
            }
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            // An exception through the filter ends an async cycle too, and Tomcat then drops the cycle without an
            // event.
            if (failure == null && request.isAsyncStarted()) {
                asyncCalls.settleLater(pending, request, response);
            } else {
                pending.settle(EndStatus.of(response, failure, false), failure);
            }
        }
    }

    /** Decides the call if the endpoint is known already; otherwise the call stays undecided. */
    private boolean admits(PendingCall pending, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (isFree(request)) {
            return true;
        }
        if (!(pending.call().path() instanceof RequestPath.Canonical path)) {
            Optional<Refused> refused = pending.ambiguous();
            return refused.isEmpty() || pending.refuse(refused.get(), request, response);
        }
        Optional<Declaration> declared;
        try {
            declared = endpoints.declared(request);
        } catch (RuntimeException | Error fault) {
            return pending.fail(fault, request, response);
        }
        MatchedPath matched =
                new MatchedPath(path.value(), request.getHttpServletMapping().getPattern());
        return declared.isEmpty() || pending.admit(matched, declared.get(), request, response);
    }

    /** Passes the call on; its response is held back until a handler has decided it. */
    private void guarded(
            PendingCall pending, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!pending.isOpen()) {
            measured(pending, request, response, chain);
            return;
        }
        var guardedResponse = new GuardedResponse(response, request, pending);
        var guardedRequest = new GuardedRequest(request, guardedResponse);
        try {
            measured(pending, guardedRequest, guardedResponse, chain);
        } catch (UpgradeRefusedException refused) {
            return;
        }
        if (!guardedRequest.isAsyncStarted()) {
            guardedResponse.end();
        }
    }

    private void measured(
            PendingCall pending, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Set<Measure> measures = pending.measures();
        if (measures.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        var measurement = new Measurement(measures);
        pending.measuring(measurement);
        HttpServletResponse counted = measurement.countingResponse(request, response);
        HttpServletRequest counting = measurement.countingRequest(request, counted);
        if (!measures.contains(Measure.CPU_TIME)) {
            chain.doFilter(counting, counted);
            return;
        }
        // Measures this thread alone; what an async call does on others is not seen.
        long start = cpu.used();
        try {
            chain.doFilter(counting, counted);
        } finally {
            measurement.cpuNanos(cpu.since(start));
        }
    }
}
