package io.github.licensing4j.core.limit;

import io.github.licensing4j.Limit;
import io.github.licensing4j.core.catalog.CounterNaming;
import java.util.Optional;

/** Makes the rule of each limit of a plan. */
@FunctionalInterface
public interface LimitRules {

    /**
     * Returns the rule of a limit, empty if limits of its kind are not enforced; the check of the catalog reports these.
     *
     * @param amounts the limit's plan
     * @param naming names the counter
     */
    Optional<LimitRule<?, ?>> rule(Limit limit, Proration amounts, CounterNaming naming);
}
