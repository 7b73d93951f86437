package io.github.licensing4j.core.admin;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.spi.UsageQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Validates usage filters, and creates the query. */
final class UsageQuestions {
    private static final int MAX_PAGE = 1_000;
    /** Three years, leap years included. */
    private static final Duration LONGEST = Duration.ofDays(1_096);

    private final String issuer;
    private final Meters meters;

    UsageQuestions(String issuer, Meters meters) {
        this.issuer = issuer;
        this.meters = meters;
    }

    /** @param startOf the start of the present period at an instant */
    UsageQuery query(UsageFilter filter, Instant now, UnaryOperator<Instant> startOf) {
        checkPage(filter.max());
        if (filter.selection().meter() != null) {
            meters.known(filter.selection().meter());
        }
        if (filter.selection().plan() != null) {
            checkPlan(filter.selection().plan());
        }
        if (filter.by().contains(UsageDimension.HOUR) && filter.by().contains(UsageDimension.DAY)) {
            throw new InvalidFieldException("by", "expected hour or day, not both");
        }
        NewLicenses.checkInstant("from", filter.from());
        NewLicenses.checkInstant("to", filter.to());
        // The hour that begins right now belongs to the usage up to now.
        Instant to = filter.to() == null ? now.plusMillis(1) : filter.to();
        Instant last = to.isAfter(now) ? now : to.minusMillis(1);
        Instant from = filter.from() == null ? startOf.apply(last) : filter.from();
        checkRange(filter, from, to);
        return new UsageQuery(
                filter.issuer() == null ? issuer : filter.issuer(),
                filter.selection(),
                from,
                to,
                filter.by(),
                filter.kind(),
                filter.cursor(),
                filter.max());
    }

    private static void checkRange(UsageFilter filter, Instant from, Instant to) {
        // If two instants do not fit, the error names the one in the request.
        String field = filter.from() != null ? "from" : "to";
        if (!from.isBefore(to)) {
            throw new InvalidFieldException(field, "expected 'from' before 'to', got " + from + " to " + to);
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new InvalidFieldException(
                    field, "expected at most " + LONGEST.toDays() + " days, got " + from + " to " + to);
        }
    }

    private static void checkPlan(String plan) {
        try {
            PlanId.parse(plan);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("plan", "expected a plan version such as pro@1");
        }
    }

    static void checkPage(int max) {
        if (max < 1 || max > MAX_PAGE) {
            throw new InvalidFieldException("limit", "expected 1 to " + MAX_PAGE);
        }
    }

    /** Reads a page; reports a cursor that the store did not create as invalid input. */
    static <T> T page(@Nullable String cursor, int max, Supplier<T> read) {
        checkPage(max);
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            if (cursor == null) {
                throw e;
            }
            throw new InvalidFieldException("cursor", "expected the 'next' of a page before");
        }
    }
}
