package io.github.licensing4j.admin;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Licenses.When;

/**
 * A request to change the plan of a license.
 *
 * @param plan the new plan version
 * @param when when it takes effect
 * @param usage what happens to the usage of the current period
 */
public record PlanChangeRequest(PlanId plan, When when, UsageTreatment usage) {}
