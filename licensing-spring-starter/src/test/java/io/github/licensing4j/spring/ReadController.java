package io.github.licensing4j.spring;

import io.github.licensing4j.RequiresFeature;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A report that licenses with {@code report.read} may read. */
@RestController
class ReadController {
    @GetMapping("/read")
    @RequiresFeature("report.read")
    String read() {
        return "read";
    }
}
