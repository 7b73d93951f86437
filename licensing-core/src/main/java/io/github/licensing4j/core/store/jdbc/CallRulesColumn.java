package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord.CallRules;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the bindings of a license, and the restraints of its keys, to and from a JSON column: an object of lists of texts. A restraint
 * is a text of words. Versions without restraints refuse to read them, as any rule of calls that they do not know.
 */
final class CallRulesColumn {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, List<String>>> KINDS = new TypeReference<>() {};

    private CallRulesColumn() {}

    /** Returns null if there are neither bindings nor restraints. */
    static @Nullable String write(CallRules calls) {
        CallerBindings bindings = calls.bindings();
        Map<String, List<String>> kinds = new TreeMap<>();
        kinds.put("ips", bindings.ips());
        kinds.put("devices", sorted(bindings.devices()));
        kinds.put("users", sorted(bindings.users()));
        kinds.put("organisations", sorted(bindings.organisations()));
        kinds.put(
                "restraints",
                calls.restraints().stream().map(CallRulesColumn::text).toList());
        kinds.values().removeIf(List::isEmpty);
        return kinds.isEmpty() ? null : MAPPER.writeValueAsString(kinds);
    }

    private static List<String> sorted(Set<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }

    /** @throws IllegalArgumentException if the column holds no such rules, or a kind that this version does not check */
    static CallRules read(CallSignatures signatures, @Nullable String column) {
        if (column == null) {
            return new CallRules(signatures, CallerBindings.none(), List.of());
        }
        Map<String, List<String>> kinds = kinds(column);
        CallerBindings bindings = new CallerBindings(
                taken(kinds, "ips"),
                Set.copyOf(taken(kinds, "devices")),
                Set.copyOf(taken(kinds, "users")),
                Set.copyOf(taken(kinds, "organisations")));
        List<KeyRestraint> restraints = taken(kinds, "restraints").stream()
                .map(CallRulesColumn::restraint)
                .toList();
        if (!kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "rules of calls of unknown kinds must not be ignored: " + kinds.keySet());
        }
        return new CallRules(signatures, bindings, restraints);
    }

    private static List<String> taken(Map<String, List<String>> kinds, String kind) {
        List<String> names = kinds.remove(kind);
        return names == null ? List.of() : names;
    }

    private static Map<String, List<String>> kinds(String column) {
        try {
            return MAPPER.readValue(column, KINDS);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("an object of lists was expected", e);
        }
    }

    private static String text(KeyRestraint restraint) {
        Band rate = restraint.rate();
        String held = String.join(
                " ",
                restraint.key(),
                restraint.signal(),
                restraint.kind().name(),
                restraint.action().name(),
                restraint.until().toString());
        return rate == null ? held : held + " " + rate.permits() + " " + rate.per() + " " + rate.burst();
    }

    private static KeyRestraint restraint(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 5 && words.length != 8) {
            throw new IllegalArgumentException("a restraint of 5 or 8 words was expected");
        }
        try {
            Band rate = words.length == 5
                    ? null
                    : new Band(Long.parseLong(words[5]), Duration.parse(words[6]), Long.parseLong(words[7]));
            return new KeyRestraint(
                    words[0],
                    words[1],
                    SignalKind.valueOf(words[2]),
                    Action.valueOf(words[3]),
                    Instant.parse(words[4]),
                    rate);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a restraint with an end was expected", e);
        }
    }
}
