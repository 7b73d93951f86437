package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.license.EarlierPlans;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.EffectiveLicense.EndedPlan;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.SeatHolding;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Sample catalogs, counters and licenses for tests of invoices. */
final class InvoiceSamples {
    static final LicenseId ID = new LicenseId("https://issuer.example", "lic_1");
    static final PlanId BASIC = PlanId.parse("basic@1");
    static final PlanId PRO = PlanId.parse("pro@1");
    static final PlanId YEARLY = PlanId.parse("yearly@1");
    static final Catalog CATALOG = CatalogParser.parse("licensing.yaml", """
            catalog: c
            meters: {tokens: {unit: token}}
            plans:
              basic@1:
                price: {amount: 10.00 USD, per: P1M}
                limits:
                  monthly: {kind: quota, meter: calls, amount: 1000, per: P1M, overage: {cap: 500, unit-price: 0.0125 USD}}
                  prepaid: {kind: credits, meter: tokens, initial: 0}
              pro@1:
                extends: basic@1
                price: {amount: 40.00 USD, per: P1M}
                limits: {monthly: {amount: 4000, overage: {cap: 1000, unit-price: 0.005 USD}}}
              max@1:
                extends: basic@1
                price: {amount: 100.00 USD, per: P1M}
                limits: {monthly: {amount: 10000, overage: {cap: 1000, unit-price: 0.002 USD}}}
              yearly@1:
                extends: basic@1
                price: {amount: 365.00 USD, per: P1Y}
              yen@1:
                price: {amount: 1000 JPY, per: P1M}
                limits: {monthly: {kind: quota, meter: calls, amount: 10, per: P1M, overage: {cap: 100, unit-price: 0.3 JPY}}}
              dinar@1:
                price: {amount: 9.995 KWD, per: P1M}
                limits: {monthly: {kind: quota, meter: calls, amount: 10, per: P1M, overage: {cap: 100, unit-price: 0.0005 KWD}}}
              daily@1:
                price: {amount: 30.00 USD, per: P1M}
                limits:
                  daily:  {kind: quota, meter: calls, amount: 100, per: P1D, overage: {cap: 50, unit-price: 0.015 USD}}
                  weekly: {kind: quota, meter: tokens, amount: 100, per: P7D, overage: {cap: 5000, unit-price: 1.00 USD}}
              free@1:
                limits: {monthly: {kind: quota, meter: calls, amount: 10, per: P1M, overage: {cap: 100}}}
              tried@1:
                extends: pro@1
                price: {amount: 40.00 USD, per: P1M}
                trial: {for: P14D, then: basic@1}
              rolling@1:
                extends: basic@1
                price: {amount: 10.00 USD, per: P1M}
                limits: {monthly: {rollover: {max: 300}}}
              rolling-days@1:
                price: {amount: 30.00 USD, per: P1M}
                limits:
                  daily: {kind: quota, meter: calls, amount: 100, per: P1D, rollover: {max: 30}, overage: {cap: 50, unit-price: 0.01 USD}}
              plus@1:
                extends: basic@1
                price: {amount: 29.00 USD, per: P1M}
              rolling-pro@1:
                extends: pro@1
                price: {amount: 40.00 USD, per: P1M}
                limits: {monthly: {rollover: {max: 500}}}
              renamed@1:
                price: {amount: 40.00 USD, per: P1M}
                limits: {per-month: {was: monthly, kind: quota, meter: calls, amount: 4000, per: P1M, overage: {cap: 1000, unit-price: 0.005 USD}}}
              keyed@1:
                extends: basic@1
                price: {amount: 10.00 USD, per: P1M}
                limits: {monthly: {of: key}}
              team@1:
                extends: basic@1
                price: {amount: 10.00 USD, per: P1M}
                limits:
                  seats:   {kind: seats, of: user, max: 3, lease: P1D, unit-price: 9.00 USD}
                  devices: {kind: seats, of: device, max: 3, assign: admin, unit-price: 2.50 USD}
              team-pro@1:
                extends: team@1
                price: {amount: 40.00 USD, per: P1M}
                limits: {people: {was: seats, max: 1, unit-price: 15.00 USD}, devices: {unit-price: none}}
              team-year@1:
                extends: team@1
                price: {amount: 100.00 USD, per: P1Y}
              team-free@1:
                extends: team@1
                limits: {seats: {unit-price: 3.00 USD}}
              team-trial@1:
                extends: team@1
                price: {amount: 10.00 USD, per: P1M}
                trial: {for: P14D, then: team@1}
              grace@1:
                extends: pro@1
                price: {amount: 40.00 USD, per: P1M}
                grace: {for: P7D, access: {reduced: free@1}}
            """);

    private InvoiceSamples() {}

    static Instant at(String instant) {
        return Instant.parse(instant);
    }

    static LicenseRecord license(PlanId plan, String anchor, String zone) {
        return LicenseRecord.of(ID, "acme", plan, at(anchor), ZoneId.of(zone));
    }

    static LicenseRecord license(String plan) {
        return license(PlanId.parse(plan), "2026-03-01T00:00:00Z", "UTC");
    }

    static CounterIncrement counted(String limit, String meter, String per, String from, String to, long units) {
        return CounterIncrement.of(
                ID,
                new CounterId(limit, meter, Limit.Kind.QUOTA, per),
                new QuotaWindow(at(from).toEpochMilli(), at(to).toEpochMilli()),
                units);
    }

    /** Returns the calls of a month between two days, at midnight in UTC. */
    static CounterIncrement month(String from, String to, long calls) {
        return counted("monthly", "calls", "P1M", from + "T00:00:00Z", to + "T00:00:00Z", calls);
    }

    static CounterIncrement march(long calls) {
        return month("2026-03-01", "2026-04-01", calls);
    }

    static Invoice invoice(LicenseRecord license, String at, CounterIncrement... counters) {
        return new Life(license).invoice(at, counters);
    }

    static List<String> amounts(Invoice invoice, Kind kind) {
        return invoice.lines().stream()
                .filter(line -> line.kind() == kind)
                .map(line -> line.amount().toPlainString())
                .toList();
    }

    static List<String> lines(Invoice invoice) {
        return invoice.lines().stream()
                .map(line -> line.kind() + " " + line.description() + " = "
                        + line.amount().toPlainString())
                .toList();
    }

    static List<String> quantities(Invoice invoice) {
        return invoice.lines().stream()
                .map(line -> line.kind() + " " + line.description() + ": "
                        + line.quantity().toPlainString())
                .toList();
    }

    /** The changes of a license, with its revisions as a store keeps them. */
    static final class Life {
        private final List<LicenseRevision> past = new ArrayList<>();
        private LicenseRecord license;
        private HeldSeats seats = HeldSeats.none(Instant.EPOCH);

        Life(LicenseRecord license) {
            this.license = license;
        }

        /** Creates a license of basic@1 from the first of March. */
        static Life basic() {
            return new Life(license(BASIC, "2026-03-01T00:00:00Z", "UTC"));
        }

        LicenseRecord now() {
            return license;
        }

        Life then(LicenseRecord next) {
            if (!license.isOnTermsOf(next)) {
                past.add(new LicenseRevision(license, next.dates().changedAt()));
            }
            license = next;
            return this;
        }

        /** Removes the revisions before an instant. */
        Life unknownBefore(String instant) {
            past.clear();
            past.add(new LicenseRevision(null, at(instant)));
            return this;
        }

        Life prorated(String plan, String instant) {
            return moved(plan, instant, UsageTreatment.PRORATE);
        }

        Life carried(String plan, String instant) {
            return moved(plan, instant, UsageTreatment.CARRY);
        }

        Life fresh(String plan, String instant) {
            return moved(plan, instant, UsageTreatment.FRESH);
        }

        private Life moved(String plan, String instant, UsageTreatment usage) {
            EffectiveLicense before = EffectiveLicense.at(license, at(instant));
            List<EarlierTerms> earlier = new ArrayList<>(EarlierPlans.of(license, before, CATALOG));
            earlier.add(EarlierPlans.of(license, new EndedPlan(before.plan(), at(instant), usage), CATALOG));
            return then(license.edit(at(instant))
                    .plan(PlanId.parse(plan))
                    .trial(null)
                    .change(null)
                    .anchor(usage == UsageTreatment.FRESH ? at(instant) : before.anchor())
                    .earlier(earlier)
                    .done());
        }

        /** Stores the change as earlier versions did, without the terms before it. */
        Life proratedByAnOlderVersion(String plan, String instant) {
            PlanId to = PlanId.parse(plan);
            return then(license.edit(at(instant))
                    .plan(to)
                    .change(new PlanChange(license.pinned().plan(), to, at(instant), UsageTreatment.PRORATE))
                    .done());
        }

        /** Changes the contract overrides at an instant. */
        Life overriding(String overrides, String instant) {
            EffectiveLicense now = EffectiveLicense.at(license, at(instant));
            return then(license.edit(at(instant))
                    .earlier(EarlierPlans.of(license, now, CATALOG))
                    .overrides(overrides)
                    .done());
        }

        /** Requests a change of plan at one instant that is effective at another. */
        Life later(String plan, String requested, String instant, UsageTreatment usage) {
            PlanId to = PlanId.parse(plan);
            return then(license.edit(at(requested))
                    .change(new PlanChange(license.pinned().plan(), to, at(instant), usage))
                    .done());
        }

        /** Replaces the seats that were held, as they are known at an instant. */
        Life holding(String now, SeatHolding... holdings) {
            seats = new HeldSeats(List.of(holdings), at(now), true);
            return this;
        }

        Invoice invoice(String at, CounterIncrement... counters) {
            return Invoicing.preview(new InvoiceInput(
                    license,
                    past,
                    CatalogTimeline.of(CATALOG),
                    at(at),
                    List.of(counters),
                    List.of(),
                    List.of(),
                    meter -> 0,
                    seats,
                    ClosedBills.none()));
        }
    }
}
