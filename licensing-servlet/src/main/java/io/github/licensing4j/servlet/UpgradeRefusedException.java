package io.github.licensing4j.servlet;

/** Stops a filter that switches protocols for an undecided call; the refusal is written already. */
final class UpgradeRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UpgradeRefusedException() {
        super("protocol switch without a license decision");
    }
}
