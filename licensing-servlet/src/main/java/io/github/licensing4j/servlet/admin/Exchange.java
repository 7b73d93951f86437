package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseAdmin;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * One request to a route of the admin API.
 *
 * @param request the request
 * @param variables the parts of the path that match the braces of the route
 * @param admin the administration of licenses
 * @param actor the actor for the audit log
 * @param catalog the live catalog
 */
record Exchange(
        HttpServletRequest request, List<String> variables, LicenseAdmin admin, String actor, CatalogSummary catalog) {

    /** Returns the part of the path that matches the first braces. */
    String id() {
        return variables.get(0);
    }

    <T extends Record & Request> RequestBody<T> body(Class<T> type) throws IOException {
        return Json.body(request, type);
    }

    /** Returns the query, which may have only these parameters. */
    Query query(Set<String> known) {
        return new Query(Query.parameters(request), known);
    }

    /** Returns the admin context with the reason of the body, if it has one. */
    AdminContext adminContext(Request body) {
        return AdminContext.by(actor, body.reason());
    }

    /** Returns the admin context with the idempotency key, for a request that creates something. */
    AdminContext adminContextOnce(RequestBody<?> body) {
        return IdempotencyKeys.order(request, actor, body);
    }

    /** Returns the requested number of items of a page. */
    static int limit(Query query) {
        String text = query.text("limit");
        if (text == null) {
            return 100;
        }
        if (!text.matches("[1-9][0-9]{0,2}|1000")) {
            throw new InvalidFieldException("limit", "expected 1 to 1,000");
        }
        return Integer.parseInt(text);
    }
}
