package io.github.licensing4j.spring;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Requirement;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the requirements of an operation into an API document, after it has removed what it wrote before: so the result is the
 * same however often an operation is described. What the host has documented itself stays.
 */
final class OperationDescriber {
    static final String EXTENSION = "x-licensing";
    private static final String SENTENCE = "description";

    private final LicensingProperties properties;
    private final RefusalResponses refusals;
    private final CredentialSchemes schemes;

    OperationDescriber(LicensingProperties properties) {
        this.properties = properties;
        this.refusals =
                new RefusalResponses(properties.headers(), properties.proof().dpopNonce());
        this.schemes = new CredentialSchemes(properties);
    }

    /** Adds what the operations refer to. */
    void addComponents(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(new Components());
        }
        if (properties.mode() == EnforcementMode.ENFORCE) {
            refusals.addTo(document.getComponents());
        }
        schemes.addTo(document.getComponents(), document.getSpecVersion());
    }

    /** Removes what was written into an operation. */
    void clear(Operation operation, OpenAPI document) {
        String sentence = sentence(operation);
        if (sentence == null) {
            return;
        }
        operation.setDescription(without(operation.getDescription(), sentence));
        Map<String, Object> extensions = new LinkedHashMap<>(operation.getExtensions());
        extensions.remove(EXTENSION);
        operation.setExtensions(extensions.isEmpty() ? null : extensions);
        if (operation.getResponses() != null) {
            operation.setResponses(refusals.removed(operation.getResponses()));
        }
        List<SecurityRequirement> security = operation.getSecurity();
        if (security != null
                && (security.equals(schemes.requirements(document.getSpecVersion(), false))
                        || security.equals(schemes.requirements(document.getSpecVersion(), true)))) {
            operation.setSecurity(null);
        }
    }

    /**
     * Writes the requirements of an operation that was cleared.
     *
     * @param requirements those of its handlers, at least one of which needs a license
     */
    void describe(
            Operation operation, OpenAPI document, List<Optional<Requirement>> requirements, CatalogSummary catalog) {
        var renderer = new RequirementExtension(catalog);
        String sentence = RequirementSentence.of(requirements);
        operation.setDescription(with(operation.getDescription(), sentence));
        Map<String, Object> extensions = operation.getExtensions() == null
                ? new LinkedHashMap<>()
                : new LinkedHashMap<>(operation.getExtensions());
        extensions.put(EXTENSION, extension(renderer, requirements, sentence));
        operation.setExtensions(extensions);
        if (properties.mode() == EnforcementMode.ENFORCE) {
            ApiResponses documented = operation.getResponses() == null ? new ApiResponses() : operation.getResponses();
            operation.setResponses(refusals.added(documented, isLimited(renderer, requirements)));
        }
        boolean hostDecides =
                document.getSecurity() != null && !document.getSecurity().isEmpty();
        if (operation.getSecurity() == null && !hostDecides) {
            operation.setSecurity(schemes.requirements(
                    document.getSpecVersion(), requirements.stream().anyMatch(Optional::isEmpty)));
        }
    }

    /** Returns whether calls can be refused with 429, which too many failed credentials of one address are too. */
    private boolean isLimited(RequirementExtension renderer, List<Optional<Requirement>> requirements) {
        return properties.filter().failedCredentials().perMinute() > 0
                || requirements.stream().flatMap(Optional::stream).anyMatch(renderer::isLimited);
    }

    private static Map<String, Object> extension(
            RequirementExtension renderer, List<Optional<Requirement>> requirements, String sentence) {
        Map<String, Object> extension = new LinkedHashMap<>();
        extension.put(SENTENCE, sentence);
        if (requirements.size() == 1) {
            extension.putAll(renderer.of(requirements.get(0).orElseThrow()));
        } else {
            extension.put(
                    "anyOf",
                    requirements.stream()
                            .map(each -> each.map(renderer::of).orElse(Map.of()))
                            .toList());
        }
        return extension;
    }

    private static @Nullable String sentence(Operation operation) {
        return operation.getExtensions() != null
                        && operation.getExtensions().get(EXTENSION) instanceof Map<?, ?> written
                        && written.get(SENTENCE) instanceof String sentence
                ? sentence
                : null;
    }

    private static String with(@Nullable String description, String sentence) {
        return description == null || description.isBlank() ? sentence : description + "\n\n" + sentence;
    }

    private static @Nullable String without(@Nullable String description, String sentence) {
        int at = description == null ? -1 : description.lastIndexOf(sentence);
        if (description == null || at < 0) {
            return description;
        }
        String before = description.substring(0, at);
        String rest = (before.endsWith("\n\n") ? before.substring(0, at - 2) : before)
                + description.substring(at + sentence.length());
        return rest.isEmpty() ? null : rest;
    }
}
