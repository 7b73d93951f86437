package io.github.licensing4j;

import java.util.regex.Pattern;

/**
 * Identifies a version of a plan, written {@code pro@2}.
 *
 * @param name letters, digits, {@code -}, {@code _} and {@code .}, starting with a letter
 * @param version 1 or more
 */
public record PlanId(String name, int version) implements Comparable<PlanId> {
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9._-]{0,63})@([1-9][0-9]{0,8})");

    public PlanId {
        if (version < 1) {
            throw new IllegalArgumentException("a plan version is 1 or more, got " + version);
        }
    }

    /**
     * Reads {@code name@version}.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static PlanId parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a plan is written name@version, such as pro@1, got '" + text + "'");
        }
        return new PlanId(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(PlanId other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Integer.compare(version, other.version);
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
