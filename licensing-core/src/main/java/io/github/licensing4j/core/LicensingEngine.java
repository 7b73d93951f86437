package io.github.licensing4j.core;

import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.admin.LicenseManagement;

/** A running engine: the interfaces it serves, and its end. Made by {@link LicensingBuilder}. Safe for use by many threads. */
public final class LicensingEngine implements AutoCloseable {
    private final Engine engine;
    private final DefaultLicensing licensing;
    private final EngineInfo info;
    private final EngineManagement management;

    LicensingEngine(Engine engine) {
        this.engine = engine;
        this.licensing = new DefaultLicensing(engine);
        this.info = new EngineInfo(engine);
        this.management = new EngineManagement(engine);
    }

    /** Identifies callers and decides calls. */
    public Licensing licensing() {
        return licensing;
    }

    /** Describes catalog, limits and health. */
    public LicensingInfo info() {
        return info;
    }

    /** Checks the endpoints of the host. */
    public EndpointRegistry endpoints() {
        return endpoints -> engine.catalogs().register(endpoints, engine.unannotated());
    }

    /** Manages stored licenses. */
    public LicenseManagement management() {
        return management;
    }

    /** Stops the threads of the engine and waits for work in progress. Later calls are refused with 503. */
    @Override
    public void close() {
        if (licensing.end()) {
            engine.close();
        }
    }
}
