package io.github.licensing4j.spring;

import io.github.licensing4j.spring.LicensingProperties.StoreType;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which store was chosen, and warns if the host has a DataSource that is not used. */
final class StoreChoice {
    private static final Logger log = LoggerFactory.getLogger(StoreChoice.class);

    private final LicensingProperties properties;
    private final StoreType type;

    StoreChoice(LicensingProperties properties, StoreType type) {
        this.properties = properties;
        this.type = type;
    }

    /** @param dataSources names of the DataSource beans of the host */
    void report(List<String> dataSources) {
        String chosen = switch (type) {
            case MEMORY -> "in memory and are lost with the process, for licensing.store.data-dir is not set";
            case EMBEDDED ->
                "in the embedded database in '" + properties.store().dataDir() + "' (licensing.store.data-dir)";
            case JDBC -> "in the database of the DataSource (licensing.store.type=jdbc)";
        };
        if (type == StoreType.JDBC
                || dataSources.isEmpty()
                || properties.store().type() != null) {
            log.info("Licenses are kept {}", chosen);
        } else {
            log.warn(
                    "Licenses are kept {}; the DataSource '{}' is not used. Set licensing.store.type to jdbc to use it, or to"
                            + " {} to confirm this",
                    chosen,
                    String.join("', '", dataSources),
                    type == StoreType.MEMORY ? "memory" : "embedded");
        }
    }
}
