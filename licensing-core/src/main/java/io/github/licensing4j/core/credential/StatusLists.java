package io.github.licensing4j.core.credential;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.RemoteStatusList.Reading;
import io.github.licensing4j.core.credential.RemoteStatusList.Times;
import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks tokens in published lists of revoked tokens, for issuers whose lists are configured. An address in a token is
 * fetched only if the host has configured it, or the one it is a numbered part of. Lists are fetched again before they
 * are due, in the background; a call waits only for the first fetch of a list. Safe for use by many threads.
 */
public final class StatusLists implements Component {
    private static final Logger log = LoggerFactory.getLogger(StatusLists.class);
    private static final int MAX_LISTS = 64;
    private static final Pattern PART = Pattern.compile("/[0-9]{1,9}");
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Map<String, Watched> watched = new HashMap<>();
    private final Freshness freshness;
    private final Times times;
    private final BoundedHttpClient client = new BoundedHttpClient("status-lists", RemoteStatusList.TIMEOUT);
    private final Map<Address, RemoteStatusList> lists = new ConcurrentHashMap<>();
    private final TaskQueue tasks;

    /** A list of an issuer. Two issuers at one address are two lists, as each signs with keys of its own. */
    private record Address(String issuer, String uri) {}

    /** Decides whether a list is too old to decide on. */
    public interface Freshness {

        /**
         * Returns whether the list must not be used any more.
         *
         * @param failing whether the last fetch failed
         * @param lateMillis how long ago it should have been fetched again
         */
        boolean isOver(boolean failing, long lateMillis);
    }

    /**
     * The lists of one issuer.
     *
     * @param base the address of the list, or the common prefix of its numbered parts
     * @param anchor whose keys sign them
     */
    public record Watched(URI base, TrustAnchor anchor) {}

    /**
     * Creates the lists without fetching any.
     *
     * @param all each issuer at most once
     * @throws LicensingException if an address is neither https nor http on the loopback
     */
    public StatusLists(List<Watched> all, Freshness freshness, InstantSource clock, Duration skew, Schedule schedule) {
        this.tasks = schedule.queue("licensing-status-lists");
        for (Watched one : all) {
            // Validates the address at the start.
            PublishedText.Kind.STATUS_LIST.check(one.base());
            watched.put(one.anchor().issuer(), one);
        }
        this.freshness = freshness;
        this.times = new Times(clock, skew.toMillis());
    }

    /** Starts to fetch. */
    @Override
    public void start() {
        tasks.every(TICK, "fetch status lists", this::refresh);
    }

    /** Returns whether no issuer has lists. */
    public boolean isEmpty() {
        return watched.isEmpty();
    }

    /** Returns why a token is not valid according to its list, null if it is valid or has no list. */
    public @Nullable RefusalCode refused(VerifiedCredential caller, long nowMillis) {
        StatusReference reference = caller.status().orElse(null);
        Watched issuer = watched.get(caller.license().issuer());
        if (reference == null || issuer == null) {
            return null;
        }
        Address address = new Address(caller.license().issuer(), reference.uri());
        RemoteStatusList list = lists.get(address);
        if (list == null) {
            if (!isAllowed(reference.uri(), issuer.base().toString())) {
                log.debug("A token names a status list that is not configured for its issuer");
                return RefusalCode.CREDENTIAL_INVALID;
            }
            list = added(address, issuer);
        }
        return list == null ? RefusalCode.ENFORCEMENT_UNAVAILABLE : list.refused(reference.index(), nowMillis);
    }

    private static boolean isAllowed(String uri, String base) {
        return uri.startsWith(base)
                && (uri.length() == base.length()
                        || PART.matcher(uri.substring(base.length())).matches());
    }

    /** Adds a list at its first use; null where there are too many, or the lists were closed. */
    private @Nullable RemoteStatusList added(Address address, Watched issuer) {
        if (lists.size() >= MAX_LISTS) {
            return null;
        }
        return lists.computeIfAbsent(address, absent -> {
            RemoteStatusList list = list(absent, issuer);
            if (!tasks.once("fetch a status list", list::fetch)) {
                list.fetchedNever();
            }
            return list;
        });
    }

    private RemoteStatusList list(Address address, Watched issuer) {
        PublishedText text = new PublishedText(URI.create(address.uri), PublishedText.Kind.STATUS_LIST, client);
        return new RemoteStatusList(text, issuer, freshness, times);
    }

    /** Fetches every list that is due; drops those that were not used lately. */
    void refresh() {
        long now = times.clock().millis();
        lists.values().removeIf(list -> list.isForgotten(now));
        for (RemoteStatusList list : lists.values()) {
            if (list.isDue(now)) {
                list.fetch();
            }
        }
    }

    /** Returns how current they are. */
    @Override
    public Health.Component health() {
        long now = times.clock().millis();
        Status worst = Status.UP;
        StringBuilder detail = new StringBuilder().append(lists.size()).append(" known");
        long oldest = 0;
        for (RemoteStatusList list : lists.values()) {
            Reading reading = list.reading(now);
            worst = reading.status().compareTo(worst) > 0 ? reading.status() : worst;
            oldest = Math.max(oldest, reading.ageMillis());
            if (reading.status() != Status.UP) {
                detail.append("; ").append(reading.text());
            }
        }
        return tasks.with(
                new Health.Component("status-lists", worst, detail + ", the oldest as of " + oldest + " ms ago"));
    }

    @Override
    public void close() {
        tasks.stop();
        client.close();
    }
}
