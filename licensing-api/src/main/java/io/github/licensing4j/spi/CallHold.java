package io.github.licensing4j.spi;

/** Holds what one call needs of one store. */
public interface CallHold extends HoldResult {

    /** Releases all of it, because another limit refused the call. Called at most once, before anything is settled. */
    void release();
}
