package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.catalog.CatalogHistory;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Member;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Computes quota periods that have ended as invoices do: by the licenses and catalogs of that time. */
public final class EndedQuotas {
    private static final int PAGE = 1_000;

    private final Store store;
    private final CatalogHistory history;
    private final LiveCatalog catalogs;
    private final InstantSource time;

    public EndedQuotas(Store store, CatalogHistory history, LiveCatalog catalogs, InstantSource time) {
        this.store = store;
        this.history = history;
        this.catalogs = catalogs;
        this.time = time;
    }

    /** Returns the period of a counter, empty where no license had such a quota in it. */
    public Optional<EndedQuota> of(CounterIncrement counter) {
        CatalogTimeline timeline = history.timeline(catalogs.current(), time.instant());
        String license = counter.license();
        if (license == null) {
            return ofCustomer(counter, timeline);
        }
        return store.licenses()
                .find(new LicenseId(counter.issuer(), license))
                .flatMap(found -> EndedQuota.ofLicense(member(found), timeline, counter, used(found, counter)));
    }

    private Optional<EndedQuota> ofCustomer(CounterIncrement counter, CatalogTimeline timeline) {
        String customer = counter.counter().subject();
        List<Member> members = new ArrayList<>();
        Page.forEach(
                cursor -> store.licenses()
                        .list(new LicenseQuery(counter.issuer(), customer, null, cursor, PAGE, time.instant())),
                license -> members.add(member(license)));
        return members.isEmpty()
                ? Optional.empty()
                : EndedQuota.ofCustomer(
                        new Customer(customer, members, timeline),
                        counter,
                        used(members.get(0).license(), counter));
    }

    private Member member(LicenseRecord license) {
        return new Member(license, store.licenses().past(license.id()));
    }

    private ToLongFunction<QuotaWindow> used(LicenseRecord license, CounterIncrement counter) {
        return window -> store.usage().counted(license.id(), counter.counter(), window);
    }
}
