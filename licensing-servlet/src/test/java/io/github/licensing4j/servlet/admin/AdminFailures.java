package io.github.licensing4j.servlet.admin;

import java.util.List;
import java.util.stream.Stream;

/** Lists the problem types of the admin API, for the reference of problem types. */
public final class AdminFailures {
    private AdminFailures() {}

    /** One problem type, as {@link FailureType} has it. */
    public record Type(int status, String code, String title) {}

    public static List<Type> all() {
        return Stream.of(FailureType.values())
                .map(type -> new Type(type.status(), type.code(), type.title()))
                .toList();
    }
}
