package io.github.licensing4j.admin;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.spi.LicenseRecord.Usage;

/**
 * A change of plan.
 *
 * @param plan the plan version to move to
 * @param when when it takes effect
 * @param usage what becomes of the usage of the period it falls into
 */
public record PlanChangeRequest(PlanId plan, When when, Usage usage) {}
