package io.github.licensing4j;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signals a feature, meter, plan or limit that the catalog does not define. */
public final class UnknownNameException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String name;
    private final String where;
    private final @Nullable String nearest;

    /**
     * @param kind the kind of the name: {@code feature}, {@code meter}, {@code plan} or {@code limit}
     * @param where the place that names it, such as a handler or {@code licensing.yaml:12}
     * @param nearest the most similar known name, null if none is similar
     */
    public UnknownNameException(String kind, String name, String where, @Nullable String nearest) {
        super(where + ": unknown " + kind + " '" + name + "'"
                + (nearest == null ? "" : ", did you mean '" + nearest + "'?"));
        this.kind = kind;
        this.name = name;
        this.where = where;
        this.nearest = nearest;
    }

    public String kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    public String where() {
        return where;
    }

    public Optional<String> nearest() {
        return Optional.ofNullable(nearest);
    }
}
