package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.admin.AdminAccess.Verdict;
import io.github.licensing4j.servlet.admin.CallerRoutes.CallerRequest;
import io.github.licensing4j.servlet.admin.RouteTable.Match;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the admin API and the paths of callers: token exchange, their own license, public keys. A
 * {@link ManagementServletBuilder} builds it.
 *
 * <p>Map it to {@code /licensing/v1/*} and to {@value #JWKS}, and exclude both from the license check. Administration
 * answers 404 until access is configured. It is always enforced, in observe mode as well.
 */
@LicenseExempt(reason = "part of the library")
public final class ManagementServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** The path of the public signing keys. */
    public static final String JWKS = "/.well-known/licensing-jwks.json";

    private static final Pattern PART = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Failure CROSS_ORIGIN = FailureType.CROSS_ORIGIN_REFUSED.failure(
            "This request comes from a page of another origin. Changes are made from this origin, or with a bearer token.");
    private static final Failure NOT_FOUND = FailureType.NOT_FOUND.failure("There is nothing here.");

    private final transient LicenseManagement licenses;
    private final transient LicensingInfo info;
    private final transient AdminAccess access;
    private final transient RouteTable<CallerRoutes.Handler> callers;
    private final transient Cors cors;
    private final String problems;

    ManagementServlet(LicenseManagement licenses, LicensingInfo info, LicensingFilter filter, Answers answers) {
        this.licenses = licenses;
        this.info = info;
        this.access = answers.access;
        this.callers = callers(licenses, info, filter);
        this.problems = answers.problemsBaseUri.toString();
        this.cors = answers.cors;
    }

    /** The settings of all responses.
     *
     * @param access decides who may administer licenses
     * @param problemsBaseUri the base of the {@code type} of problems
     * @param cors the other origins that may read responses to callers
     */
    record Answers(AdminAccess access, URI problemsBaseUri, Cors cors) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Answer answer = answer(request, response);
            if (answer != null) {
                write(answer, request, response);
            }
        } catch (RuntimeException e) {
            write(failed(ExceptionMapper.of(e)), request, response);
        }
    }

    /**
     * Returns whether a path is for callers with their own credentials, or for anyone without one; all others are for
     * administrators.
     *
     * @param path below the path of the servlet, such as {@code /me/keys}
     */
    public static boolean isOfCallers(String path) {
        return path.equals("/token")
                || path.equals("/me")
                || path.startsWith("/me/")
                || path.startsWith("/status-list/");
    }

    /** Returns every route that needs no administrator. */
    static RouteTable<CallerRoutes.Handler> callers(
            LicenseManagement licenses, LicensingInfo info, LicensingFilter filter) {
        List<Route<CallerRoutes.Handler>> routes = new ArrayList<>(new CallerEndpoint(licenses, info, filter).routes());
        TokenEndpoint tokens = new TokenEndpoint();
        routes.add(CallerRoutes.route(
                "POST",
                "/token",
                call -> tokens.answer(call.request(), stored(licenses), filter.callOf(call.request()))));
        routes.add(CallerRoutes.route(
                "GET",
                JWKS,
                call -> Answer.text(
                                "application/jwk-set+json",
                                stored(licenses).signingKeys().jwks())
                        .with("Cache-Control", "public, max-age=300")));
        routes.add(CallerRoutes.route(
                "GET",
                "/status-list/{part}",
                call -> Answer.text(
                                "application/statuslist+jwt",
                                stored(licenses)
                                        .revocations()
                                        .statusList(part(call.variables().get(0))))
                        .with("Cache-Control", "public, max-age=60")));
        return new RouteTable<>(List.copyOf(routes));
    }

    /** Parses the number of a status list, without leading zeros, so that each list has one address. */
    private static int part(String number) {
        if (!PART.matcher(number).matches()) {
            throw new FailureException(NOT_FOUND);
        }
        return Integer.parseInt(number);
    }

    private static LicenseAdmin stored(LicenseManagement licenses) {
        return licenses.admin().orElseThrow(() -> new FailureException(NOT_FOUND));
    }

    /** Returns the answer, null if it is written already. */
    private @Nullable Answer answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
        Match<CallerRoutes.Handler> own = callers.find(request.getMethod(), path);
        if (!(own instanceof Match.Nothing<CallerRoutes.Handler>)) {
            cors.writeTo(request, response);
        }
        if (own instanceof Match.Found<CallerRoutes.Handler> found) {
            return found.handler().answer(new CallerRequest(request, response, found.variables()));
        }
        if (own instanceof Match.OtherMethods<CallerRoutes.Handler> others) {
            return isOptions(request)
                    ? cors.options(methods(others.allowed()), request, response)
                    : notAllowed(others.allowed());
        }
        return administration(path, request, stored(licenses));
    }

    private static boolean isOptions(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS");
    }

    private static String methods(SortedSet<String> allowed) {
        SortedSet<String> all = new TreeSet<>(allowed);
        all.add("OPTIONS");
        return String.join(", ", all);
    }

    private Answer administration(String path, HttpServletRequest request, LicenseAdmin admin) throws IOException {
        Verdict verdict = access.judge(request);
        if (verdict instanceof Verdict.Off) {
            return failed(NOT_FOUND);
        }
        if (verdict instanceof Verdict.Unauthorized) {
            return failed(FailureType.ADMIN_UNAUTHORIZED.failure("This needs an administrator's credential."));
        }
        if (!(verdict instanceof Verdict.Allowed allowed)) {
            return failed(FailureType.ADMIN_FORBIDDEN.failure("This credential does not allow this."));
        }
        if (CrossOrigin.isForged(request)) {
            return failed(CROSS_ORIGIN);
        }
        Match<Routes.Handler> match = Routes.ADMIN.find(request.getMethod(), path);
        if (match instanceof Match.Found<Routes.Handler> found) {
            String actor = Actors.of(allowed, request);
            return found.handler().answer(new Exchange(request, found.variables(), admin, actor, info.catalog()));
        }
        if (!(match instanceof Match.OtherMethods<Routes.Handler> others)) {
            return failed(NOT_FOUND);
        }
        return isOptions(request)
                ? Answer.noContent().with("Allow", methods(others.allowed()))
                : notAllowed(others.allowed());
    }

    private Answer notAllowed(SortedSet<String> allowed) {
        String methods = methods(allowed);
        return failed(FailureType.METHOD_NOT_ALLOWED.failure("Expected " + methods + "."))
                .with("Allow", methods);
    }

    private Answer failed(Failure failure) {
        Answer answer = Answer.json(failure.status(), failure.problem(problems));
        Answer problem = new Answer(answer.status(), "application/problem+json", answer.body(), answer.fields());
        return failure.status() == 401 ? problem.with("WWW-Authenticate", "Bearer") : problem;
    }

    private static void write(Answer answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.status());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        answer.fields().forEach(response::setHeader);
        if (!answer.body().isEmpty()) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            response.setContentType(answer.type());
            response.setContentLength(body.length);
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(body);
            }
        }
    }
}
