package io.github.licensing4j.servlet;

/** Stops a filter that switches protocols for a call that no handler has decided; the refusal is written already. */
final class UpgradeRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UpgradeRefusedException() {
        super("the protocol is switched without a license decision");
    }
}
