package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.admin.AdminAccess.Verdict;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Licenses managed over HTTP, and what callers may ask for themselves: tokens for keys, their own license, public keys.
 *
 * <p>Map it to {@code /licensing/v1/*} and to {@value #JWKS}, and exclude both from the license check. Administration
 * answers 404 until somebody is allowed to use it. It is always enforced, in observe mode as well.
 */
@LicenseExempt(reason = "part of the library")
public final class ManagementServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Where the public signing keys are. */
    public static final String JWKS = "/.well-known/licensing-jwks.json";

    /** The public lists of revoked tokens, by number without leading zeros. */
    private static final Pattern STATUS_LIST = Pattern.compile("/status-list/(0|[1-9][0-9]{0,8})");

    private final transient Licensing licensing;
    private final transient LicensingFilter filter;
    private final transient AdminAccess access;
    private final transient TokenEndpoint tokens = new TokenEndpoint();
    private final transient CallerEndpoint callers;
    private final String problems;

    /**
     * @param licensing whose licenses are managed
     * @param filter reads callers' credentials, and refuses them as it refuses calls
     * @param access says who may manage
     * @param problemsBaseUri what the {@code type} of problems starts with
     */
    public ManagementServlet(Licensing licensing, LicensingFilter filter, AdminAccess access, URI problemsBaseUri) {
        this.licensing = licensing;
        this.filter = filter;
        this.access = access;
        this.callers = new CallerEndpoint(licensing, filter);
        this.problems = problemsBaseUri.toString();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Answer answer = answer(request, response);
            if (answer != null) {
                write(answer, request, response);
            }
        } catch (RuntimeException e) {
            write(failed(Failures.of(e)), request, response);
        }
    }

    /** The answer, null if it is written already. */
    private @Nullable Answer answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<LicenseAdmin> admin = licensing.admin();
        String path = request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        if (admin.isEmpty()) {
            return notFound();
        }
        return switch (method + " " + path) {
            case "POST /token" ->
                tokens.answer(request, admin.get(), filter.park(request).call().peer());
            case "GET /me" -> callers.me(request, response);
            case "GET " + JWKS ->
                Answer.text(
                                "application/jwk-set+json",
                                admin.get().signingKeys().jwks())
                        .with("Cache-Control", "public, max-age=300");
            default ->
                method.equals("GET") && STATUS_LIST.matcher(path).matches()
                        ? statusList(path, admin.get())
                        : administration(method, path, request, admin.get());
        };
    }

    private static Answer statusList(String path, LicenseAdmin admin) {
        int part = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        return Answer.text("application/statuslist+jwt", admin.revocations().statusList(part))
                .with("Cache-Control", "public, max-age=60");
    }

    private Answer administration(String method, String path, HttpServletRequest request, LicenseAdmin admin)
            throws IOException {
        Verdict verdict = access.judge(request);
        if (verdict instanceof Verdict.Off) {
            return notFound();
        }
        if (verdict instanceof Verdict.Unauthorized) {
            return failed(Failure.of(
                            401, "admin-unauthorized", "Unauthorized", "This needs an administrator's credential."))
                    .with("WWW-Authenticate", "Bearer");
        }
        if (!(verdict instanceof Verdict.Allowed allowed)) {
            return failed(Failure.of(403, "admin-forbidden", "Forbidden", "This is not yours to do."));
        }
        if (method.equals("GET") && path.equals("/openapi.json")) {
            return Answer.text("application/json", OpenApi.text());
        }
        TreeSet<String> allowedMethods = new TreeSet<>();
        for (Route route : Routes.ADMIN) {
            List<String> variables = route.match(path);
            if (variables != null && route.method().equals(method)) {
                return route.handler().answer(new Exchange(request, variables, admin, allowed.actor()));
            }
            if (variables != null) {
                allowedMethods.add(route.method());
            }
        }
        return allowedMethods.isEmpty()
                ? notFound()
                : failed(Failure.of(405, "method-not-allowed", "Method not allowed", "Expected " + allowedMethods))
                        .with("Allow", String.join(", ", allowedMethods));
    }

    private Answer notFound() {
        return failed(Failure.of(404, "not-found", "Not found", "There is nothing here."));
    }

    private Answer failed(Failure failure) {
        Answer answer = Answer.json(failure.status(), failure.problem(problems));
        return new Answer(answer.status(), "application/problem+json", answer.body(), answer.fields());
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
