package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Charge;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Meter;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Member;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the rules by which signals of misuse are answered. */
final class SignalsReader {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration LASTS = Duration.ofDays(1);
    private static final Meter CALLS = new Meter(Charge.CALLS, "call", 0, null);
    private static final Map<String, SignalKind> KINDS = byText(SignalKind.values(), SignalKind::text);
    private static final Map<String, SignalKind> ANSWERED = answered();
    private static final Map<String, Action> ACTIONS = byText(Action.values(), Action::text);
    private static final Map<String, SignalSeverity> SEVERITIES = byText(SignalSeverity.values(), SignalSeverity::text);
    private static final Map<String, EnforcementMode> MODES =
            byText(EnforcementMode.values(), mode -> mode.name().toLowerCase(Locale.ROOT));

    private final Diagnostics diagnostics;

    SignalsReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    private static <T> Map<String, T> byText(T[] values, Function<T, String> text) {
        Map<String, T> all = new LinkedHashMap<>();
        for (T value : values) {
            all.put(text.apply(value), value);
        }
        return all;
    }

    /** Returns the kinds of misuse that are about a license. */
    private static Map<String, SignalKind> answered() {
        Map<String, SignalKind> all = new LinkedHashMap<>(KINDS);
        all.values().removeIf(kind -> !kind.isMisuse() || kind == SignalKind.CREDENTIAL_STUFFING);
        return all;
    }

    /** Returns the rules by their kinds, none where the section is missing. */
    Map<SignalKind, SignalRule> read(@Nullable Mapping section) {
        Map<SignalKind, SignalRule> rules = new EnumMap<>(SignalKind.class);
        if (section != null) {
            section.members().forEach((name, member) -> {
                SignalKind kind = kind(name, member);
                SignalRule rule = kind == null ? null : rule(kind, member);
                if (rule != null) {
                    rules.put(kind, rule);
                }
            });
        }
        return rules;
    }

    private @Nullable SignalKind kind(String name, Member member) {
        SignalKind known = KINDS.get(name);
        if (known == null) {
            diagnostics.unknown(member.at(), "signal", name, ANSWERED.keySet());
        } else if (!ANSWERED.containsKey(name)) {
            String why = known.isMisuse()
                    ? "is about a network and no license, so there is no key to answer it with"
                    : "is no misuse, so it is not answered";
            diagnostics.add(
                    member.at(),
                    "signal '" + name + "' " + why + ", expected one of " + String.join(", ", ANSWERED.keySet()));
        }
        return ANSWERED.get(name);
    }

    private @Nullable SignalRule rule(SignalKind kind, Member member) {
        String what = "signal '" + kind.text() + "'";
        if (!(member.value() instanceof Mapping map)) {
            diagnostics.add(
                    member.value().at(), what + " is " + member.value().shown() + ", expected a map with 'answer'");
            return null;
        }
        Fields fields = new Fields(map, what, Set.of("answer", "severity", "for", "rate", "mode"), diagnostics);
        Action action = fields.choice("answer", ACTIONS);
        SignalSeverity severity =
                fields.has("severity") ? fields.choice("severity", SEVERITIES) : SignalSeverity.MEDIUM;
        Duration lasts =
                fields.has("for") ? fields.parsed("for", "a duration, such as PT24H", SignalsReader::duration) : LASTS;
        EnforcementMode mode = fields.has("mode") ? fields.choice("mode", MODES) : EnforcementMode.OBSERVE;
        Band rate = rate(fields, what, action);
        if (kind != SignalKind.KEY_SHARING) {
            diagnostics.warn(member.at(), what + " is about a license and names no key, so that its rule answers none");
        }
        return action == null || severity == null || lasts == null || mode == null
                ? null
                : new SignalRule(action, severity, lasts, rate, mode);
    }

    private @Nullable Band rate(Fields fields, String what, @Nullable Action action) {
        if (action == Action.THROTTLE) {
            fields.required("rate", "how fast calls pass, such as { permits: 10, per: PT1M }");
        } else if (action != null && fields.has("rate")) {
            diagnostics.add(
                    fields.at("rate"), what + " has a 'rate' and the answer " + action.text() + ", expected throttle");
        }
        Mapping rate = fields.mapping("rate");
        return rate == null ? null : new RateReader(Map.of(), diagnostics).band(rate, "the rate of " + what, CALLS);
    }

    private static Duration duration(String text) {
        Duration duration = CatalogScalars.duration(text);
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected from " + SHORTEST + " to P30D, got '" + text + "'");
        }
        return duration;
    }
}
