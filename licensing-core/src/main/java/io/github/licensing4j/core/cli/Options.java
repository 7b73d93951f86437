package io.github.licensing4j.core.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Parses the options of one command, each with one value unless it is a flag, and the remaining arguments. */
final class Options {
    private final Map<String, String> values = new HashMap<>();
    private final List<String> rest = new ArrayList<>();

    private Options() {}

    static Options parse(List<String> arguments, List<String> known) {
        return parse(arguments, known, List.of());
    }

    /** @param flags options that have no value */
    static Options parse(List<String> arguments, List<String> known, List<String> flags) {
        Options options = new Options();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                options.rest.add(argument);
            } else if (flags.contains(argument)) {
                options.values.put(argument, "");
            } else if (!known.contains(argument)) {
                throw new UsageException("unknown option '" + argument + "', expected one of " + known);
            } else if (i + 1 == arguments.size()) {
                throw new UsageException("option " + argument + " needs a value");
            } else if (options.values.put(argument, arguments.get(++i)) != null) {
                throw new UsageException("option " + argument + " is given twice");
            }
        }
        return options;
    }

    String required(String option) {
        return optional(option).orElseThrow(() -> new UsageException("option " + option + " is missing"));
    }

    Optional<String> optional(String option) {
        return Optional.ofNullable(values.get(option));
    }

    boolean flag(String option) {
        return values.containsKey(option);
    }

    /** Returns a value parsed by a function. */
    <T> Optional<T> optional(String option, Function<String, T> parser) {
        return optional(option).map(text -> {
            try {
                return parser.apply(text);
            } catch (RuntimeException e) {
                throw new UsageException("option " + option + " is '" + text + "': " + e.getMessage(), e);
            }
        });
    }

    /** Returns the one argument that is no option. */
    String only(String what) {
        return arguments(1, what).get(0);
    }

    /** Returns the arguments that are no options, which must be as many. */
    List<String> arguments(int count, String what) {
        if (rest.size() != count) {
            throw new UsageException("expected " + what + ", got "
                    + switch (rest.size()) {
                        case 0 -> "nothing";
                        case 1 -> "1 argument";
                        default -> rest.size() + " arguments";
                    });
        }
        return List.copyOf(rest);
    }

    void none() {
        if (!rest.isEmpty()) {
            throw new UsageException("unexpected argument '" + rest.get(0) + "'");
        }
    }
}
