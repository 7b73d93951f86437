package io.github.licensing4j.examples.cluster.node;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.RequiresFeature;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves reports, with the requirement of each. */
@RestController
final class ReportController {

    @GetMapping("/v1/report")
    @RequiresFeature("report.read")
    Map<String, Object> report() {
        return Map.of("orders", 17, "revenue", "1,240.00 EUR");
    }

    @GetMapping("/v1/export")
    @RequiresFeature("report.export")
    Map<String, Object> export() {
        return Map.of("rows", 3);
    }

    @GetMapping("/status")
    @LicenseExempt(reason = "health of the node")
    Map<String, Object> status() {
        return Map.of("status", "ok");
    }
}
