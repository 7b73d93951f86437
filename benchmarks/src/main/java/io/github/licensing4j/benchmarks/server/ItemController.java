package io.github.licensing4j.benchmarks.server;

import io.github.licensing4j.RequiresFeature;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The one endpoint of all servers. */
@RestController
class ItemController {

    @GetMapping("/v1/item")
    @RequiresFeature("item.read")
    Map<String, Object> item() {
        return Map.of("id", 42, "name", "item", "price", "9.99");
    }
}
