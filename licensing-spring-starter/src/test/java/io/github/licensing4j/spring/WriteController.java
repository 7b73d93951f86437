package io.github.licensing4j.spring;

import io.github.licensing4j.RequiresFeature;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A report that licenses with {@code report.write} may write. */
@RestController
class WriteController {
    @GetMapping("/write")
    @RequiresFeature("report.write")
    String write() {
        return "written";
    }
}
