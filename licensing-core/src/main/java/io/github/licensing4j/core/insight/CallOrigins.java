package io.github.licensing4j.core.insight;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.OriginSighting;
import io.github.licensing4j.spi.OriginSighting.Kind;
import io.github.licensing4j.spi.SignalStore;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageRow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the different networks, devices, refused credentials and missing paths of an hour, and adds them to the store in the
 * background, as hashes. Calls of a credential that stays at one address never come here. Memory is bounded: at most 10,000 subjects
 * of an hour, and 64 values of each; how often there was no place for a subject is in {@link #dropped}. Safe for use by many threads.
 */
public final class CallOrigins {
    static final int MAX_SUBJECTS = 10_000;
    static final int MAX_VALUES = 64;
    private static final Logger log = LoggerFactory.getLogger(CallOrigins.class);
    private static final int MAX_LENGTH = 256;
    /** The least number of values of a subject that is stored: with fewer there is no signal. */
    private static final int LEAST = 2;

    private final String issuer;
    private final OriginHash hash;
    private final InstantSource clock;
    private final Optional<SignalStore> store;
    private final LongAdder dropped = new LongAdder();
    private volatile Hour current;
    private volatile Hour before;

    /**
     * @param issuer the host's own issuer
     * @param store where they are stored; empty if nowhere, and nothing is remembered
     */
    public CallOrigins(String issuer, OriginHash hash, InstantSource clock, Optional<SignalStore> store) {
        this.issuer = issuer;
        this.hash = hash;
        this.clock = clock;
        this.store = store;
        this.current = new Hour(UsageRow.hourOf(clock.millis()));
        this.before = current;
    }

    /** Whose values are counted. */
    private record Subject(Kind kind, String issuer, String license, String name) {}

    /** The values of a subject. Guarded by itself. */
    private static final class Values {
        /** Returns the name under which they are stored. */
        private final Supplier<String> name;

        private final Set<Object> all = new HashSet<>();
        private final Set<Object> stored = new HashSet<>();

        Values(Supplier<String> name) {
            this.name = name;
        }

        synchronized void add(Object value) {
            if (all.size() < MAX_VALUES) {
                all.add(value);
            }
        }

        synchronized Set<Object> notStored() {
            Set<Object> fresh = new HashSet<>();
            if (all.size() >= LEAST) {
                fresh.addAll(all);
                fresh.removeAll(stored);
            }
            return fresh;
        }

        synchronized void stored(Set<Object> values) {
            stored.addAll(values);
        }
    }

    private record Hour(long millis, ConcurrentHashMap<Subject, Values> subjects) {
        Hour(long millis) {
            this(millis, new ConcurrentHashMap<>());
        }
    }

    /**
     * The caller of a verified credential.
     *
     * @param credential the id of the credential
     * @param counted returns the id of the key that it counts for, empty if it is none; called in the background
     */
    public record Caller(LicenseId license, String credential, Supplier<String> counted) {
        private Subject subject(Kind kind) {
            return new Subject(kind, license.issuer(), license.value(), credential);
        }

        private String name() {
            String key = counted.get();
            return key.isEmpty() ? credential : key;
        }
    }

    /**
     * Remembers where a call with a verified credential comes from.
     *
     * @param device the device or user agent, empty if there is none
     */
    public void called(Caller caller, String network, String device) {
        add(caller.subject(Kind.NETWORK), caller::name, network);
        if (!device.isEmpty()) {
            add(caller.subject(Kind.DEVICE), caller::name, shortened(device));
        }
    }

    /** Remembers a credential that is not valid. Only its hash stays in memory. */
    public void failed(String network, String credential) {
        if (store.isPresent()) {
            add(
                    new Subject(Kind.BAD_CREDENTIAL, issuer, "", network),
                    () -> network,
                    hash.of(clock.millis(), credential));
        }
    }

    /** Remembers a path that was answered 404. */
    public void missing(LicenseId license, String path) {
        add(new Subject(Kind.MISSING_PATH, license.issuer(), license.value(), ""), () -> "", shortened(path));
    }

    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }

    private void add(Subject subject, Supplier<String> name, Object value) {
        if (store.isEmpty()) {
            return;
        }
        ConcurrentHashMap<Subject, Values> subjects = hour().subjects;
        Values values = subjects.get(subject);
        if (values == null) {
            if (subjects.mappingCount() >= MAX_SUBJECTS) {
                dropped.increment();
                return;
            }
            values = subjects.computeIfAbsent(subject, absent -> new Values(name));
        }
        values.add(value);
    }

    private Hour hour() {
        long millis = UsageRow.hourOf(clock.millis());
        Hour known = current;
        return known.millis == millis ? known : next(millis);
    }

    private synchronized Hour next(long millis) {
        if (current.millis != millis) {
            before = current;
            current = new Hour(millis);
        }
        return current;
    }

    /** Returns how often a value was not remembered because there were too many subjects. */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * Stores what was remembered since the last time.
     *
     * @throws StoreException if the store is unavailable; it is stored the next time, while its hour or the next one lasts
     */
    public void store() {
        if (store.isPresent()) {
            Hour last = before;
            Hour now = hour();
            store(last, store.get());
            if (now.millis != last.millis) {
                store(now, store.get());
            }
        }
    }

    private void store(Hour hour, SignalStore to) {
        List<OriginSighting> sightings = new ArrayList<>();
        List<Runnable> whenStored = new ArrayList<>();
        hour.subjects.forEach((subject, values) -> {
            Set<Object> fresh = values.notStored();
            if (!fresh.isEmpty()) {
                String name = values.name.get();
                fresh.forEach(value -> sightings.add(sighting(hour.millis, subject, name, value)));
                whenStored.add(() -> values.stored(fresh));
            }
        });
        if (!sightings.isEmpty()) {
            to.addSightings(sightings);
            whenStored.forEach(Runnable::run);
            log.debug("Stored {} networks, devices, credentials and paths of an hour", sightings.size());
        }
    }

    private OriginSighting sighting(long millis, Subject subject, String name, Object value) {
        long hashed = value instanceof Long number ? number : hash.of(millis, value.toString());
        return new OriginSighting(millis, subject.kind, subject.issuer, subject.license, name, hashed);
    }
}
