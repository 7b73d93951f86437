package io.github.licensing4j.core.condition;

/**
 * A compiled condition. Immutable, safe for use by many threads, and equal to another one of the same source.
 *
 * <p>An evaluation is bounded: see {@link ConditionBounds}.
 */
public final class Condition {
    private final ConditionSource source;
    private final CelProgram program;

    Condition(ConditionSource source, CelProgram program) {
        this.source = source;
        this.program = program;
    }

    /**
     * Returns whether the condition holds for a call.
     *
     * @throws ConditionException if it cannot be evaluated: an absent header field or map key, a value above its bound, too
     *     many iterations, an arithmetic error
     */
    public boolean holds(ConditionInput input) {
        try {
            return program.evaluate(new ConditionVariables(source, input));
        } catch (ConditionException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new ConditionException(this, e);
        }
    }

    /** Returns the condition as the catalog has it. */
    public ConditionSource source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition condition && source.equals(condition.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source.expression();
    }
}
