package io.github.licensing4j.core;

import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.admin.LicenseManagement;

/** A running engine with the interfaces that it implements; built by {@link LicensingBuilder}. Safe for use by many threads. */
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

    /** Returns the hot path: identifies callers and decides their calls. */
    public Licensing licensing() {
        return licensing;
    }

    /** Returns the reader of catalog, limits and health. */
    public LicensingInfo info() {
        return info;
    }

    /** Returns the check of the host's endpoints. */
    public EndpointRegistry endpoints() {
        return endpoints -> engine.catalogs().register(endpoints, engine.unannotated());
    }

    /** Returns the administration of stored licenses. */
    public LicenseManagement management() {
        return management;
    }

    /** Stops the threads of the engine and waits for running work. Later calls are refused with 503. */
    @Override
    public void close() {
        if (licensing.end()) {
            engine.lifecycle().close();
        }
    }
}
