package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicenseRefusedException;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Refusal;
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
import org.jspecify.annotations.Nullable;

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
    private final CallDecider decider;
    private final PathScope scope;
    private final EndpointResolver endpoints;
    private final AsyncCalls asyncCalls;
    private final Dispatches dispatches;
    private final @Nullable RequestForwarding forwarding;
    private final CpuClock cpu = new CpuClock();

    LicensingFilter(
            CallReader reader,
            Enforcement enforcement,
            DecisionWriter writer,
            PathScope scope,
            EndpointResolver endpoints,
            AsyncCalls asyncCalls,
            @Nullable RequestForwarding forwarding) {
        this.reader = reader;
        this.enforcement = enforcement;
        this.writer = writer;
        this.scope = scope;
        this.endpoints = endpoints;
        this.asyncCalls = asyncCalls;
        this.forwarding = forwarding;
        this.decider = new CallDecider(enforcement, writer, scope, cpu);
        this.dispatches = new Dispatches(endpoints, decider);
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
        PendingCall pending = PendingCall.attribute(request);
        return pending == null ? LicenseContext.empty() : pending.context();
    }

    /**
     * Returns the pending call of a request. Reads the request on first use and stores the call as a request attribute, so
     * that a security filter in front of this one works with the same object. Decides, holds and charges nothing.
     */
    public PendingCall pendingCall(HttpServletRequest request) {
        PendingCall known = PendingCall.attribute(request);
        if (known != null) {
            return known;
        }
        var pending = new PendingCall(reader.read(request), decider);
        request.setAttribute(PendingCall.ATTRIBUTE, pending);
        return pending;
    }

    /** Returns the call of a request with the organisation of its caller, as it is identified. */
    public Call callOf(HttpServletRequest request) {
        return reader.withOrganisation(pendingCall(request).call());
    }

    /**
     * Writes the refusal of something that code of the service has required, as the complete response. The call stays granted:
     * it is settled with the status of the refusal.
     */
    public void refuse(LicenseRefusedException refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writer.writeRefusal(refused.refusal(), request, response);
    }

    /** Writes a refusal as the filter itself would; for a security entry point. */
    public void refuse(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.writeRefusal(refused.refusal(), request, response);
    }

    /**
     * Returns the problem document of a refusal as this filter writes it, JSON in ASCII; for protocols whose responses carry it.
     */
    public String problem(Refusal refusal) {
        return writer.problem(refusal);
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
        RecentFaults.Reading passed = enforcement.undecidedCalls().read();
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
            PendingCall pending = pendingCall(call);
            if (dispatches.admits(pending, call, answer)) {
                FilterChain next = forwarding == null ? chain : forwarding.chain(pending, chain);
                next.doFilter(request, response);
            }
        } else {
            PendingCall pending = pendingCall(call);
            boolean isSigned = call.getHeader(CallReader.SIGNATURE_INPUT) != null;
            HttpServletRequest readable = isSigned ? ReplayedRequest.of(pending, call, answer) : call;
            filterRequest(pending, readable, answer, forwarding == null ? chain : forwarding.chain(pending, chain));
        }
    }

    private void filterRequest(
            PendingCall pending, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            if (scope.covers(pending.call().path()) && pending.enter()) {
                decideAndSettle(pending, request, response, chain);
            } else {
                chain.doFilter(request, response);
            }
        } catch (IncludeRefusedException e) {
            StaleHeaders.restart(response);
            decider.refuse(pending, e.refused(), request, response);
        } catch (LicenseRefusedException e) {
            StaleHeaders.restart(response);
            refuse(e, request, response);
        }
    }

    private void decideAndSettle(
            PendingCall pending, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        asyncCalls.settleAbandoned();
        Throwable failure = null;
        try {
            if (decideIfKnown(pending, request, response)) {
                proceed(pending, request, response, chain);
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

    /** Decides the call if the endpoint is known already; otherwise the call stays undecided. Returns whether it may go on. */
    private boolean decideIfKnown(PendingCall pending, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (isInheritedOptions(request)) {
            return true;
        }
        if (!(pending.call().path() instanceof RequestPath.Canonical path)) {
            Optional<Refused> refused = decider.refusalOfAmbiguousPath(pending);
            return refused.isEmpty() || decider.refuse(pending, refused.get(), request, response);
        }
        Optional<Declaration> declared;
        try {
            declared = endpoints.declared(request);
        } catch (RuntimeException | Error fault) {
            return decider.fail(pending, fault, request, response);
        }
        MatchedPath matched =
                new MatchedPath(path.value(), request.getHttpServletMapping().getPattern());
        return declared.isEmpty() || pending.admit(matched, declared.get(), request, response);
    }

    /**
     * Returns whether a request is a preflight to a servlet that only lists its methods; a filter that answers it is
     * refused at the first byte.
     */
    private boolean isInheritedOptions(HttpServletRequest request) {
        return PathScope.isPreflight(request) && endpoints.inheritsOptions(request);
    }

    /** Passes the call on, and measures what its grant requires. */
    private void proceed(
            PendingCall pending, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            if (pending.isOpen()) {
                proceedUndecided(pending, request, response, chain);
            } else {
                proceedDecided(pending, request, response, chain);
            }
        } finally {
            Measurement measurement = pending.measurement();
            if (measurement != null) {
                measurement.endOnThread();
            }
        }
    }

    private static void proceedDecided(
            PendingCall pending, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Measurement measurement = pending.measurement();
        if (measurement == null) {
            chain.doFilter(request, response);
        } else {
            HttpServletResponse counted = measurement.countingResponse(request, response);
            chain.doFilter(measurement.countingRequest(request, counted), counted);
        }
    }

    /** Passes the call on; its response is held back until a handler has decided it. */
    private void proceedUndecided(
            PendingCall pending, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var guardedResponse = new GuardedResponse(response, request, pending, decider);
        var guardedRequest = new GuardedRequest(request, guardedResponse);
        try {
            chain.doFilter(countingRequest(pending, guardedRequest, guardedResponse), guardedResponse);
        } catch (UpgradeRefusedException refused) {
            return;
        }
        if (!guardedRequest.isAsyncStarted()) {
            guardedResponse.end();
        }
    }

    /** Counts the body of a request from its start, since filters behind this one may read it before the call is decided. */
    private HttpServletRequest countingRequest(
            PendingCall pending, HttpServletRequest request, HttpServletResponse response) {
        if (!RequestBody.isPossible(request) || !enforcement.measuresRequests()) {
            return request;
        }
        var measurement = new Measurement(cpu);
        pending.measure(measurement);
        return new CountingRequest(request, response, measurement.requestBytes());
    }
}
