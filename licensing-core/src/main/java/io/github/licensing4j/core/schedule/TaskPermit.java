package io.github.licensing4j.core.schedule;

/** The right of this node to go on with a task that one node runs at a time. */
@FunctionalInterface
public interface TaskPermit {
    /**
     * Checks that no other node can run the task by now. A task calls it before each effect that cannot be repeated
     * without harm, such as sending.
     *
     * @throws LeaseLostException if another node may run the task; the task then ends
     */
    void check();

    /** The work of one run of a task. */
    @FunctionalInterface
    interface Work {
        /** Does the work once. */
        void run(TaskPermit permit) throws InterruptedException;
    }
}
