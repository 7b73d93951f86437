package io.github.licensing4j.servlet;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets calls through that a license allows, and settles them when they have ended.
 *
 * <p>Register it for the dispatcher type REQUEST alone, with async supported, behind whatever sets CORS header fields. It
 * is safe for use by many threads; one instance serves one servlet context.
 */
public final class LicensingFilter implements Filter {
    private final CallReader reader;
    private final Coverage coverage;
    private final EndpointResolver endpoints;
    private final Enforcement enforcement;
    private final LicenseHeaders headers;
    private final ProblemWriter problems;
    private final UndecidedCalls undecided = new UndecidedCalls();
    private final ForgottenCalls forgotten = new ForgottenCalls();
    private final CpuClock cpu = new CpuClock();

    LicensingFilter(
            CallReader reader,
            Coverage coverage,
            EndpointResolver endpoints,
            Enforcement enforcement,
            LicenseHeaders headers,
            ProblemWriter problems) {
        this.reader = reader;
        this.coverage = coverage;
        this.endpoints = endpoints;
        this.enforcement = enforcement;
        this.headers = headers;
        this.problems = problems;
    }

    /** What a handler may know of the call it serves: empty at exempt endpoints and outside the filter, never null. */
    public static LicenseContext context(HttpServletRequest request) {
        ParkedCall parked = ParkedCall.in(request);
        return parked == null ? LicenseContext.empty() : parked.context();
    }

    /**
     * Reads a call before the request reaches the filter, for a security filter that wants to know the caller. The filter
     * goes on with the same object. Does not decide, hold or charge anything.
     */
    public ParkedCall park(HttpServletRequest request) {
        ParkedCall known = ParkedCall.in(request);
        if (known != null) {
            return known;
        }
        var parked = new ParkedCall(reader.read(request), enforcement, headers, problems);
        request.setAttribute(ParkedCall.ATTRIBUTE, parked);
        return parked;
    }

    /** Answers a request with a refusal, as the filter itself would; for a security entry point. */
    public void refuse(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        problems.write(refused.refusal(), request, response);
    }

    /**
     * Degraded once calls were answered that nobody decided, refusals came too late, or processor time was to be measured
     * where the JVM does not tell it.
     */
    public Health.Component health() {
        long open = undecided.count();
        long late = problems.tooLate();
        long unmeasured = cpu.unmeasured();
        return new Health.Component(
                "filter",
                open + late + unmeasured == 0 ? Health.Status.UP : Health.Status.DEGRADED,
                open + " calls answered without a decision, " + late + " refused after their response was committed"
                        + (unmeasured == 0 ? "" : ", " + unmeasured + " without a measure of their processor time"));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest call
                && response instanceof HttpServletResponse answer
                && request.getDispatcherType() == DispatcherType.REQUEST
                && !Coverage.isPreflight(call)) {
            ParkedCall parked = park(call);
            if (coverage.covers(parked.call().path()) && parked.open()) {
                walk(parked, call, answer, chain);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private void walk(ParkedCall parked, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        forgotten.settle();
        var settlement = new Settlement(new Ending(parked, enforcement, undecided), response, forgotten);
        try {
            if (admits(parked, request, response)) {
                proceed(settlement, request, response, chain);
            }
        } catch (Throwable thrown) {
            settlement.failed(thrown);
            throw thrown;
        } finally {
            settlement.leave(request);
        }
    }

    /** Decides where the endpoint is known already; otherwise the call stays parked. */
    private boolean admits(ParkedCall parked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!(parked.call().path() instanceof RequestPath.Canonical path)) {
            Optional<Refused> refused = enforcement.refuseAmbiguous(parked);
            return refused.isEmpty() || parked.refuse(refused.get(), request, response);
        }
        Optional<Declaration> declared;
        try {
            declared = endpoints.declared(request);
        } catch (RuntimeException | Error fault) {
            return parked.refuse(Enforcement.unavailable(fault), request, response);
        }
        MatchedPath matched =
                new MatchedPath(path.value(), request.getHttpServletMapping().getPattern());
        return declared.isEmpty() || parked.admit(matched, declared.get(), request, response);
    }

    private void proceed(
            Settlement settlement, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Measures live = enforcement.measures();
        Measures measures = "HEAD".equals(request.getMethod()) ? live.withoutResponse() : live;
        if (measures.none()) {
            chain.doFilter(request, response);
            return;
        }
        var measurement = new Measurement();
        settlement.measuring(measurement);
        HttpServletResponse answer =
                measures.responseBytes() ? new CountingResponse(response, measurement.responseBytes()) : response;
        HttpServletRequest call = measures.requestBytes() || measures.responseBytes()
                ? new CountingRequest(request, answer, measures.requestBytes() ? measurement.requestBytes() : null)
                : request;
        if (measures.cpuTime()) {
            timed(measurement, call, answer, chain);
        } else {
            chain.doFilter(call, answer);
        }
    }

    /** Measures this thread alone; what an async call does on others is not seen. */
    private void timed(
            Measurement measurement, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long start = cpu.used();
        try {
            chain.doFilter(request, response);
        } finally {
            measurement.cpuNanos(cpu.since(start));
        }
    }
}
