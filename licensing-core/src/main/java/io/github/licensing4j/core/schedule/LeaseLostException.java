package io.github.licensing4j.core.schedule;

import io.github.licensing4j.LicensingException;

/** Signals that another node may run a task, so that this node must not go on with it. */
public final class LeaseLostException extends LicensingException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String task) {
        super("the lease to " + task + " has ended on this node; another node may have it");
    }
}
