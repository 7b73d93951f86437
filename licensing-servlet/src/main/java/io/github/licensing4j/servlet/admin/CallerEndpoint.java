package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.admin.CredentialRequests.KeyRevocationJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.NewKeyJson;
import io.github.licensing4j.servlet.admin.CredentialResponses.KeysJson;
import io.github.licensing4j.servlet.admin.LimitResponses.MeJson;
import io.github.licensing4j.servlet.admin.UsageResponses.InvoiceJson;
import io.github.licensing4j.servlet.admin.UsageResponses.OwnInvoiceJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Serves a caller's requests about its own license. Nothing is charged for them, and they are enforced in observe mode
 * as well.
 */
final class CallerEndpoint {
    /** The actor, to which the engine appends the id of the credential. */
    static final String ACTOR = "caller";

    private static final Failure NO_USAGE = FailureType.NOT_FOUND.failure("No usage of this license is stored here.");

    private final LicenseManagement licenses;
    private final LicensingInfo info;
    private final LicensingFilter filter;
    private final CallerSeatRoutes seats;

    CallerEndpoint(LicenseManagement licenses, LicensingInfo info, LicensingFilter filter) {
        this.licenses = licenses;
        this.info = info;
        this.filter = filter;
        this.seats = new CallerSeatRoutes(licenses, info, filter);
    }

    /** Serves a caller whose license is active. */
    private interface Service {
        /** Returns null if the response is written already. */
        @Nullable
        Answer of(Identified caller, License license) throws IOException;
    }

    List<Route<CallerRoutes.Handler>> routes() {
        return List.of(
                CallerRoutes.route("GET", "/me", request -> serve(request, this::me)),
                CallerRoutes.route(
                        "GET",
                        "/me/usage",
                        request -> serve(request, (caller, license) -> usage(request.request(), license))),
                CallerRoutes.route(
                        "GET",
                        "/me/invoice",
                        request -> serve(request, (caller, license) -> invoice(request.request(), license))),
                CallerRoutes.route(
                        "GET",
                        "/me/keys",
                        request -> serve(request, (caller, license) -> listKeys(request.request(), keys(caller)))),
                CallerRoutes.route(
                        "POST",
                        "/me/keys",
                        request -> serve(request, (caller, license) -> createKey(request.request(), keys(caller)))),
                CallerRoutes.route(
                        "DELETE",
                        "/me/keys/{keyId}",
                        request -> serve(
                                request,
                                (caller, license) ->
                                        revokeKey(request.variables().get(0), request.request(), keys(caller)))),
                route("POST", "/me/seats", (request, caller) -> seats.renew(request, caller)),
                route("DELETE", "/me/seats", (request, caller) -> seats.release(request.request(), caller)));
    }

    /** Answers the caller of a request. */
    private interface CallerHandler {
        @Nullable
        Answer of(CallerRoutes.CallerRequest request, Identified caller) throws IOException;
    }

    private Route<CallerRoutes.Handler> route(String method, String path, CallerHandler handler) {
        return CallerRoutes.route(
                method, path, request -> serve(request, (caller, license) -> handler.of(request, caller)));
    }

    private static Answer createKey(HttpServletRequest request, CallerApiKeys keys) throws IOException {
        RequestBody<NewKeyJson> body = Json.body(request, NewKeyJson.class);
        AdminContext by = IdempotencyKeys.order(request, ACTOR, body);
        return CredentialRoutes.shown(keys.create(body.value().request(), by));
    }

    private static Answer revokeKey(String keyId, HttpServletRequest request, CallerApiKeys keys) throws IOException {
        RequestBody<KeyRevocationJson> body = Json.body(request, KeyRevocationJson.class);
        AdminContext by = IdempotencyKeys.order(request, ACTOR, body);
        KeyRevocationJson value = body.value();
        return CredentialRoutes.revoked(value, keys.revoke(keyId, value.effective(), by));
    }

    private static Answer listKeys(HttpServletRequest request, CallerApiKeys keys) {
        var unused = new Query(Query.parameters(request), Set.of());
        return Answer.ok(new KeysJson(
                keys.list().stream().map(key -> Views.key(key).own()).toList()));
    }

    private CallerApiKeys keys(Identified caller) {
        return licenses.keys(caller)
                .orElseThrow(() -> new ConflictException(
                        ConflictException.Kind.STATE, "no licenses are stored here, and so there are no API keys"));
    }

    /** Returns the answer, null if the request was refused and the refusal is written. */
    private @Nullable Answer serve(CallerRoutes.CallerRequest request, Service service) throws IOException {
        Identification who = filter.pendingCall(request.request()).identification();
        if (who instanceof Refused refused) {
            filter.refuse(refused, request.request(), request.response());
            return null;
        }
        Identified caller = (Identified) who;
        License license = caller.license().orElse(null);
        if (license == null) {
            throw new FailureException(FailureType.CREDENTIAL_MISSING.failure("This endpoint needs a license."));
        }
        Optional<Refusal> flood = licenses.takeOwnRequest(caller);
        if (flood.isPresent()) {
            filter.refuse(new Refused(flood.get()), request.request(), request.response());
            return null;
        }
        return service.of(caller, license);
    }

    /** Reads usage by issuer and id, for another issuer may use the same id; a token without a record has usage too. */
    private Answer usage(HttpServletRequest request, License license) {
        Query query = new Query(Query.parameters(request), UsageRows.OF_ONE);
        UsageFilter filter =
                UsageRows.filter(query, license.id().issuer(), license.id().value());
        LicenseAdmin admin = licenses.admin().orElseThrow(() -> new FailureException(NO_USAGE));
        return UsageRows.answer(
                request.getHeader("Accept"),
                request.getParameterMap(),
                filter,
                admin.usage().usage(filter, license),
                info.catalog());
    }

    /** Returns the invoice of the license, and that of its customer if licenses of the customer share budgets. */
    private Answer invoice(HttpServletRequest request, License license) {
        Instant period = Times.instant(new Query(Query.parameters(request), Set.of("period")), "period");
        LicenseAdmin admin = licenses.admin().orElseThrow(() -> new FailureException(NO_USAGE));
        String id = license.id().value();
        if (!isStored(admin, license)) {
            throw new FailureException(NO_USAGE);
        }
        InvoiceJson own = UsageViews.invoice(admin.usage().invoice(id, period));
        CustomerInvoice shared = admin.usage().customerInvoice(license.customer(), period);
        boolean shares = !shared.lines().isEmpty() || !shared.notes().isEmpty();
        return Answer.ok(new OwnInvoiceJson(own, shares ? UsageViews.customerInvoice(shared) : null));
    }

    /** Returns whether the record of a license is stored here: another issuer may use the same id. */
    private static boolean isStored(LicenseAdmin admin, License license) {
        try {
            return admin.licenses().get(license.id().value()).license().id().equals(license.id());
        } catch (NotFoundException e) {
            return false;
        }
    }

    private Answer me(Identified caller, License license) {
        return Answer.ok(new MeJson(
                license.id().value(),
                license.customer(),
                license.plan(),
                license.state(),
                license.expiresAt(),
                new TreeSet<>(caller.features()),
                new TreeSet<>(caller.scopes()),
                LimitViews.limits(info.limits(caller), info.catalog()).limits()));
    }
}
