package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Page;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.Licenses.LicenseFilter;
import io.github.licensing4j.admin.Licenses.Renewal;
import io.github.licensing4j.servlet.admin.LicenseJson.LicensesJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.ActivationJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.CancellationJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.LicenseUpdateJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.NewLicenseJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.PlanChangeRequestJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.ReasonJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.RenewalJson;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of licenses and their changes of state. */
final class LicenseRoutes {
    private LicenseRoutes() {}

    /** A change of state that takes only a license and a reason. */
    private interface Act {
        LicenseView on(Licenses licenses, String id, AdminContext by);
    }

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("POST", "/licenses", LicenseRoutes::create),
                Routes.route("GET", "/licenses", LicenseRoutes::list),
                Routes.route(
                        "GET",
                        "/licenses/{id}",
                        exchange -> shown(200, exchange.admin().licenses().get(exchange.id()))),
                Routes.route("PATCH", "/licenses/{id}", LicenseRoutes::update),
                Routes.route("POST", "/licenses/{id}/activate", LicenseRoutes::activate),
                Routes.route("POST", "/licenses/{id}/renew", LicenseRoutes::renew),
                Routes.route("POST", "/licenses/{id}/past-due", act(Licenses::pastDue)),
                Routes.route("POST", "/licenses/{id}/paid", act(Licenses::paid)),
                Routes.route("POST", "/licenses/{id}/suspend", act(Licenses::suspend)),
                Routes.route("POST", "/licenses/{id}/reinstate", act(Licenses::reinstate)),
                Routes.route("POST", "/licenses/{id}/cancel", LicenseRoutes::cancel),
                Routes.route("POST", "/licenses/{id}/revoke", act(Licenses::revoke)),
                Routes.route("POST", "/licenses/{id}/plan", LicenseRoutes::changePlan),
                Routes.route(
                        "GET",
                        "/licenses/{id}/limits",
                        exchange -> Answer.ok(LimitViews.limits(
                                exchange.admin().licenses().limits(exchange.id()),
                                exchange.admin().usage().outlook(exchange.id()),
                                exchange.catalog()))));
    }

    private static Routes.Handler act(Act act) {
        return exchange -> {
            AdminContext by =
                    exchange.adminContext(exchange.body(ReasonJson.class).value());
            return shown(200, act.on(exchange.admin().licenses(), exchange.id(), by));
        };
    }

    private static Answer create(Exchange exchange) throws IOException {
        RequestBody<NewLicenseJson> body = exchange.body(NewLicenseJson.class);
        AdminContext by = exchange.adminContextOnce(body);
        LicenseView made = exchange.admin().licenses().create(body.value().license(), by);
        return shown(201, made).with("Location", exchange.request().getRequestURI() + "/" + made.id());
    }

    private static Answer activate(Exchange exchange) throws IOException {
        ActivationJson body = exchange.body(ActivationJson.class).value();
        AdminContext by = exchange.adminContext(body);
        return shown(200, exchange.admin().licenses().activate(exchange.id(), body.plan(), by));
    }

    private static Answer list(Exchange exchange) {
        Query query = exchange.query(Set.of("customer", "state", "cursor", "limit"));
        Page<LicenseView> page = exchange.admin()
                .licenses()
                .list(new LicenseFilter(
                        query.text("customer"),
                        state(query.text("state")),
                        query.text("cursor"),
                        Exchange.limit(query)));
        return Answer.ok(
                new LicensesJson(page.items().stream().map(Views::license).toList(), page.next()));
    }

    private static @Nullable LicenseState state(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (LicenseState state : LicenseState.values()) {
            if (state.text().equals(text)) {
                return state;
            }
        }
        throw new InvalidFieldException(
                "state", "expected revoked, cancelled, expired, suspended, past-due, trialing or active");
    }

    private static Answer update(Exchange exchange) throws IOException {
        LicenseUpdateJson body = updated(exchange);
        return shown(
                200,
                exchange.admin()
                        .licenses()
                        .update(
                                exchange.id(),
                                body.update(),
                                revision(exchange.request().getHeader("If-Match")),
                                exchange.adminContext(body)));
    }

    private static LicenseUpdateJson updated(Exchange exchange) throws IOException {
        try {
            return exchange.body(LicenseUpdateJson.class).value();
        } catch (InvalidFieldException e) {
            if (e.field().equals("plan")) {
                throw new InvalidFieldException(
                        "plan",
                        "a plan is not changed here, expected POST /licenses/" + exchange.id()
                                + "/plan with plan, when and usage");
            }
            throw e;
        }
    }

    private static OptionalLong revision(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return OptionalLong.empty();
        }
        String tag = IfMatch.tag(ifMatch, "[0-9]{1,18}")
                .orElseThrow(() -> new FailureException(
                        Failure.unreadable("If-Match is not the ETag of a license, such as \"3\", or *.")));
        return OptionalLong.of(Long.parseLong(tag));
    }

    private static Answer renew(Exchange exchange) throws IOException {
        RenewalJson body = exchange.body(RenewalJson.class).value();
        Renewal renewal = body.renewal();
        AdminContext by = exchange.adminContext(body);
        return shown(200, exchange.admin().licenses().renew(exchange.id(), renewal, by));
    }

    private static Answer cancel(Exchange exchange) throws IOException {
        CancellationJson body = exchange.body(CancellationJson.class).value();
        AdminContext by = exchange.adminContext(body);
        return shown(200, exchange.admin().licenses().cancel(exchange.id(), body.effective(), by));
    }

    private static Answer changePlan(Exchange exchange) throws IOException {
        PlanChangeRequestJson body = exchange.body(PlanChangeRequestJson.class).value();
        AdminContext by = exchange.adminContext(body);
        return shown(200, exchange.admin().licenses().changePlan(exchange.id(), body.change(), by));
    }

    private static Answer shown(int status, LicenseView license) {
        return Answer.json(status, Views.license(license)).with("ETag", "\"" + license.revision() + "\"");
    }
}
