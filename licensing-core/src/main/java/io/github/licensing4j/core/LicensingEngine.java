package io.github.licensing4j.core;

import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.core.schedule.Lifecycle;

/** A running engine with the interfaces that it implements; built by {@link LicensingBuilder}. Safe for use by many threads. */
public final class LicensingEngine implements AutoCloseable {
    private final DefaultLicensing licensing;
    private final EngineInfo info;
    private final CatalogEndpoints endpoints;
    private final EngineManagement management;
    private final Lifecycle lifecycle;

    LicensingEngine(
            DefaultLicensing licensing,
            EngineInfo info,
            CatalogEndpoints endpoints,
            EngineManagement management,
            Lifecycle lifecycle) {
        this.licensing = licensing;
        this.info = info;
        this.endpoints = endpoints;
        this.management = management;
        this.lifecycle = lifecycle;
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
        return endpoints;
    }

    /** Returns the administration of stored licenses. */
    public LicenseManagement management() {
        return management;
    }

    /** Stops the threads of the engine and waits for running work. Later calls are refused with 503. */
    @Override
    public void close() {
        if (licensing.end()) {
            lifecycle.close();
        }
    }
}
