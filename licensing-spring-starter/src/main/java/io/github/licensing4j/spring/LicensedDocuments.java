package io.github.licensing4j.spring;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Requirement;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.core.Ordered;

/**
 * Describes in each API document of the host what its operations require. springdoc keeps a document and does not customize it
 * again, so the documents are described again when the catalog has changed, before they are sent. Safe for use by many threads.
 */
final class LicensedDocuments implements GlobalOpenApiCustomizer, Ordered {
    /** Far above the number of groups and languages; a host that keeps no document makes one for each request. */
    private static final int MAX = 1_000;

    private final DocumentedEndpoints endpoints;
    private final LicensingInfo info;
    private final OperationDescriber describer;
    private final Deque<Described> known = new ArrayDeque<>();

    private record Described(WeakReference<OpenAPI> document, DocumentedEndpoints.Version version) {}

    LicensedDocuments(DocumentedEndpoints endpoints, LicensingInfo info, OperationDescriber describer) {
        this.endpoints = endpoints;
        this.info = info;
        this.describer = describer;
    }

    /** Runs last where springdoc sorts customizers. What others document is kept, whether before or after. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public synchronized void customise(OpenAPI document) {
        known.removeIf(each -> each.document.refersTo(null) || each.document.refersTo(document));
        if (known.size() >= MAX) {
            known.removeFirst();
        }
        known.addLast(describe(document));
    }

    /** Describes kept documents again if the catalog has changed since. */
    synchronized void refresh() {
        DocumentedEndpoints.Version version = endpoints.version();
        for (int i = known.size(); i > 0; i--) {
            Described each = known.removeFirst();
            OpenAPI document = each.document.get();
            if (document != null) {
                known.addLast(each.version.equals(version) ? each : describe(document));
            }
        }
    }

    private Described describe(OpenAPI document) {
        // Read first: a catalog that is loaded meanwhile leads to another description at the next request.
        DocumentedEndpoints.Version version = endpoints.version();
        CatalogSummary catalog = info.catalog();
        boolean described = false;
        if (document.getPaths() != null) {
            for (Map.Entry<String, PathItem> path : document.getPaths().entrySet()) {
                for (Map.Entry<PathItem.HttpMethod, Operation> operation :
                        path.getValue().readOperationsMap().entrySet()) {
                    describer.clear(operation.getValue(), document);
                    List<Optional<Requirement>> requirements =
                            endpoints.requirements(operation.getKey().name(), path.getKey());
                    if (requirements.stream().anyMatch(Optional::isPresent)) {
                        describer.describe(operation.getValue(), document, requirements, catalog);
                        described = true;
                    }
                }
            }
        }
        if (described) {
            describer.addComponents(document);
        }
        return new Described(new WeakReference<>(document), version);
    }
}
