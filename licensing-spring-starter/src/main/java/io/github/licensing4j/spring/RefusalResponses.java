package io.github.licensing4j.spring;

import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.servlet.RateLimitStyle;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes the responses of refused calls in an API document, with the header fields that the library sends with them. */
final class RefusalResponses {
    private static final String PREFIX = "#/components/responses/";
    private static final String TOO_MANY = "429";

    private final Map<String, Refusals> byStatus = new LinkedHashMap<>();

    /**
     * The refusals of one status.
     *
     * @param component the name of the response in the components
     * @param description the reasons, in one sentence
     * @param fields the header fields, by name
     */
    private record Refusals(String component, String description, Map<String, Header> fields) {}

    RefusalResponses(RateLimitStyle style, DpopSettings.Nonce nonce) {
        add(
                "401",
                "LicensingCredentialRefused",
                "The credential or its proof is missing or invalid.",
                challenge(nonce));
        add("402", "LicensingPaymentRequired", "A payment is overdue, or the credits are exhausted.", Map.of());
        add(
                "403",
                "LicensingForbidden",
                "The license is not in force, or does not include this call.",
                Map.of("WWW-Authenticate", field("Which scopes are missing, where some are.", false)));
        add(TOO_MANY, "LicensingLimitExceeded", "A limit of the license is exceeded.", limits(style));
        add(
                "503",
                "LicensingUnavailable",
                "The license cannot be checked now. This is not the caller's fault.",
                Map.of("Retry-After", field("Seconds until the same call may pass, where that is known.", false)));
    }

    private static Map<String, Header> challenge(DpopSettings.Nonce nonce) {
        Map<String, Header> fields = new LinkedHashMap<>();
        fields.put("WWW-Authenticate", field("How the caller can authenticate.", true));
        if (nonce == DpopSettings.Nonce.REQUIRED) {
            fields.put("DPoP-Nonce", field("The nonce of the next proof (RFC 9449), where one is needed.", false));
        }
        return fields;
    }

    private void add(String status, String component, String description, Map<String, Header> fields) {
        Map<String, Header> all = new LinkedHashMap<>(fields);
        all.put("Cache-Control", field("Always no-store.", true));
        byStatus.put(status, new Refusals(component, description, all));
    }

    private static Map<String, Header> limits(RateLimitStyle style) {
        Map<String, Header> fields = new LinkedHashMap<>();
        fields.put("Retry-After", field("Seconds until the same call may pass.", true));
        switch (style) {
            case DRAFT_11 -> {
                fields.put("RateLimit-Policy", field("The limits of the license, as of draft 11.", false));
                fields.put("RateLimit", field("What remains of each limit, as of draft 11.", false));
            }
            case X_RATELIMIT -> {
                fields.put("X-RateLimit-Limit", field("The amount of the limit with the least left.", false));
                fields.put("X-RateLimit-Remaining", field("What remains of that limit.", false));
                fields.put("X-RateLimit-Reset", field("Seconds until that limit resets.", false));
            }
            case OFF -> {}
        }
        return fields;
    }

    private static Header field(String description, boolean required) {
        Header header = new Header().description(description).schema(ProblemSchema.typed("string"));
        return required ? header.required(true) : header;
    }

    /** Adds the responses and the schema of problems to the components of a document, unless the host has some of these names. */
    void addTo(Components components) {
        if (components.getSchemas() == null || !components.getSchemas().containsKey(ProblemSchema.NAME)) {
            components.addSchemas(ProblemSchema.NAME, ProblemSchema.schema());
        }
        for (Refusals refusals : byStatus.values()) {
            if (components.getResponses() == null || !components.getResponses().containsKey(refusals.component)) {
                components.addResponses(refusals.component, response(refusals));
            }
        }
    }

    private static ApiResponse response(Refusals refusals) {
        var response = new ApiResponse()
                .description(refusals.description)
                .content(new Content()
                        .addMediaType("application/problem+json", new MediaType().schema(ProblemSchema.reference())));
        refusals.fields.forEach(response::addHeaderObject);
        return response;
    }

    /** Returns responses with those of refusals. A response that the host has documented stays as it is. */
    ApiResponses added(ApiResponses documented, boolean limited) {
        ApiResponses all = copy(documented);
        byStatus.forEach((status, refusals) -> {
            if (limited || !status.equals(TOO_MANY)) {
                all.putIfAbsent(status, new ApiResponse().$ref(PREFIX + refusals.component));
            }
        });
        return all;
    }

    /** Returns responses without those that {@link #added} has added. */
    ApiResponses removed(ApiResponses responses) {
        ApiResponses rest = copy(responses);
        List<String> own = new ArrayList<>();
        byStatus.forEach((status, refusals) -> {
            ApiResponse response = rest.get(status);
            if (response != null && (PREFIX + refusals.component).equals(response.get$ref())) {
                own.add(status);
            }
        });
        own.forEach(rest::remove);
        return rest;
    }

    private static ApiResponses copy(ApiResponses responses) {
        var copy = new ApiResponses();
        copy.putAll(responses);
        copy.setExtensions(responses.getExtensions());
        return copy;
    }
}
