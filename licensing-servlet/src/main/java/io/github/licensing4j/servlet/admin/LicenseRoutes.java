package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.Licenses.LicenseFilter;
import io.github.licensing4j.admin.Licenses.Renewal;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NewLicense.Purchase;
import io.github.licensing4j.admin.PlanChangeRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of licenses and their changes of state. */
final class LicenseRoutes {
    private static final Set<String> NEW = Set.of(
            "customer", "plan", "trial", "anchor", "zone", "starts", "expires", "overrides", "external", "reason");
    private static final Set<String> UPDATE = Set.of("expires", "overrides", "external", "reason");
    private static final Set<String> REASON = Set.of("reason");
    private static final String PLAN = "a plan version such as pro@1";

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
            AdminContext by = exchange.adminContext(exchange.body(REASON));
            return shown(200, act.on(exchange.admin().licenses(), exchange.id(), by));
        };
    }

    private static Answer create(Exchange exchange) throws IOException {
        Body body = exchange.body(NEW);
        NewLicense wanted = new NewLicense(
                body.text("customer"),
                body.requiredParsed("plan", PLAN, PlanId::parse),
                purchase(body),
                body.parsed("anchor", Times.EXPECTED, Times::parse),
                zone(body),
                body.parsed("starts", Times.EXPECTED, Times::parse),
                body.parsed("expires", Times.EXPECTED, Times::parse),
                body.json("overrides", Json.MAPPER),
                body.textMap("external"));
        AdminContext by = exchange.adminContextOnce(body);
        LicenseView made = exchange.admin().licenses().create(wanted, by);
        return shown(201, made).with("Location", exchange.request().getRequestURI() + "/" + made.id());
    }

    private static Purchase purchase(Body body) {
        if (!body.has("trial") || body.isNull("trial")) {
            return Purchase.BY_PLAN;
        }
        return body.flag("trial") ? Purchase.TRIAL : Purchase.BOUGHT;
    }

    private static Answer activate(Exchange exchange) throws IOException {
        Body body = exchange.body(Set.of("plan", "reason"));
        PlanId plan = body.parsed("plan", PLAN, PlanId::parse);
        AdminContext by = exchange.adminContext(body);
        return shown(200, exchange.admin().licenses().activate(exchange.id(), plan, by));
    }

    private static ZoneId zone(Body body) {
        ZoneId zone = body.parsed("zone", "a zone such as Europe/Vienna", ZoneId::of);
        return zone == null ? ZoneOffset.UTC : zone;
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
                Views.page("licenses", page.items().stream().map(Views::license).toList(), page.next()));
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
        Body body = updated(exchange);
        Instant expires = body.parsed("expires", Times.EXPECTED, Times::parse);
        String overrides = body.json("overrides", Json.MAPPER);
        LicenseUpdate update = new LicenseUpdate(
                field(body, "expires", expires),
                field(body, "overrides", overrides),
                field(body, "external", body.isNull("external") ? null : body.textMap("external")));
        return shown(
                200,
                exchange.admin()
                        .licenses()
                        .update(
                                exchange.id(),
                                update,
                                revision(exchange.request().getHeader("If-Match")),
                                exchange.adminContext(body)));
    }

    private static Body updated(Exchange exchange) throws IOException {
        try {
            return exchange.body(UPDATE);
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

    /** Returns the patch of a field: an absent member keeps the value, null removes it. */
    private static <T> Patch<T> field(Body body, String name, @Nullable T value) {
        if (!body.has(name)) {
            return new Patch.Kept<>();
        }
        return value == null ? new Patch.Cleared<>() : new Patch.Set<>(value);
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
        Body body = exchange.body(Set.of("from", "for", "until", "reason"));
        Renewal.From from = body.has("from")
                ? body.requiredParsed("from", "expiry or now", text -> choice(Renewal.From.class, text))
                : Renewal.From.EXPIRY;
        ContractPeriod length = body.parsed("for", "a period such as P1Y", ContractPeriod::parse);
        Instant until = body.parsed("until", Times.EXPECTED, Times::parse);
        if (length != null && until != null) {
            throw new InvalidFieldException("until", "expected either for or until, not both");
        }
        Renewal renewal = new Renewal(from, length, until);
        AdminContext by = exchange.adminContext(body);
        return shown(200, exchange.admin().licenses().renew(exchange.id(), renewal, by));
    }

    private static Answer cancel(Exchange exchange) throws IOException {
        Body body = exchange.body(Set.of("when", "reason"));
        AdminContext by = exchange.adminContext(body);
        return shown(200, exchange.admin().licenses().cancel(exchange.id(), when(body), by));
    }

    private static Answer changePlan(Exchange exchange) throws IOException {
        Body body = exchange.body(Set.of("plan", "when", "usage", "reason"));
        UsageTreatment usage = body.has("usage")
                ? body.requiredParsed("usage", "carry, fresh or prorate", text -> choice(UsageTreatment.class, text))
                : UsageTreatment.CARRY;
        PlanChangeRequest move =
                new PlanChangeRequest(body.requiredParsed("plan", PLAN, PlanId::parse), when(body), usage);
        AdminContext by = exchange.adminContext(body);
        return shown(200, exchange.admin().licenses().changePlan(exchange.id(), move, by));
    }

    private static When when(Body body) {
        return body.has("when")
                ? body.requiredParsed("when", "now or next-period", text -> choice(When.class, text))
                : When.NOW;
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String text) {
        if (!text.equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(text);
        }
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Answer shown(int status, LicenseView license) {
        return Answer.json(status, Views.license(license)).with("ETag", "\"" + license.revision() + "\"");
    }
}
