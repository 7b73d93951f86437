package io.github.licensing4j.spring;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.LicensingInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** Shows the catalog's plans and every endpoint with its requirement. */
@Endpoint(id = "licensing")
final class LicensingEndpoint {
    private final LicensingInfo info;
    private final EndpointRegistrar endpoints;

    LicensingEndpoint(LicensingInfo info, EndpointRegistrar endpoints) {
        this.info = info;
        this.endpoints = endpoints;
    }

    @ReadOperation
    public Map<String, Object> licensing() {
        CatalogSummary catalog = info.catalog();
        EndpointReport report = endpoints.report();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("catalog", catalog.name());
        answer.put("hash", catalog.hash());
        answer.put("loadedAt", catalog.loadedAt().toString());
        answer.put("features", new TreeSet<>(catalog.features()));
        answer.put("meters", new TreeSet<>(catalog.meterNames()));
        answer.put(
                "plans",
                catalog.plans().stream().map(plan -> plan.id().toString()).toList());
        answer.put("endpoints", report.entries().stream().map(EndpointLines::of).toList());
        answer.put("warnings", report.warnings());
        return answer;
    }
}
