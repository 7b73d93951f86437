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
 * One request to a route, as its handler sees it.
 *
 * @param request the request
 * @param variables what stood in the path where the route has braces
 * @param admin what manages licenses
 * @param actor who asks
 * @param catalog the live one
 */
record Exchange(
        HttpServletRequest request, List<String> variables, LicenseAdmin admin, String actor, CatalogSummary catalog) {

    /** What stood in the first braces. */
    String id() {
        return variables.get(0);
    }

    Body body(Set<String> known) throws IOException {
        return Json.body(request, known);
    }

    /** The query, which may have these parameters and no others. */
    Query query(Set<String> known) {
        return new Query(Query.parameters(request), known);
    }

    /** The order that a body gives: with its reason, if it has one. */
    AdminContext adminContext(Body body) {
        return AdminContext.by(actor, body.optionalText("reason").orElse(null));
    }

    /** An order to make something, which a repeat of the same request does not make again. */
    AdminContext adminContextOnce(Body body) {
        return IdempotencyKeys.order(request, actor, body);
    }

    /** How many items a page is asked to have. */
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
