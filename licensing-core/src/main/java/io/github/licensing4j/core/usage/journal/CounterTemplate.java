package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.spi.CounterId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A counter without its subject, which depends on the caller.
 *
 * @param limit the limit's name, or its first name if it was renamed
 * @param meter the meter it counts, null if it counts calls
 * @param kind the kind of limit
 * @param per its period in ISO 8601; empty for credits, where each grant is a counter
 * @param scope the callers whose usage it counts together
 */
public record CounterTemplate(String limit, @Nullable String meter, Limit.Kind kind, String per, Scope scope) {

    /** Returns the counter of an account. */
    public CounterId of(UsageAccount account) {
        return of(account, per);
    }

    /** Returns the counter of one grant of credits of an account. */
    public CounterId of(UsageAccount account, String grant) {
        return new CounterId(limit, meter, kind, grant, scope, account.subject(scope));
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeUTF(limit);
        DefinitionStrings.writeNullable(out, meter);
        out.writeUTF(kind.name());
        out.writeUTF(per);
        out.writeUTF(scope.name());
    }

    static CounterTemplate readFrom(DataInputStream in) throws IOException {
        return new CounterTemplate(
                in.readUTF(),
                DefinitionStrings.readNullable(in),
                Limit.Kind.valueOf(in.readUTF()),
                in.readUTF(),
                Scope.valueOf(in.readUTF()));
    }
}
