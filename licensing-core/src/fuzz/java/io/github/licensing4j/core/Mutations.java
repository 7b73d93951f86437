package io.github.licensing4j.core;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Genuine texts with a few places changed: random bytes alone seldom get past the first check of a parser. */
public final class Mutations {
    private static final int MAX_EDITS = 6;

    private Mutations() {}

    /** One of the texts with up to six pieces replaced, or a text of the fuzzer's own. */
    public static String of(FuzzedDataProvider data, String... genuine) {
        int choice = data.consumeInt(0, genuine.length);
        if (choice == genuine.length) {
            return data.consumeRemainingAsString();
        }
        var text = new StringBuilder(genuine[choice]);
        for (int i = data.consumeInt(0, MAX_EDITS); i > 0; i--) {
            int from = data.consumeInt(0, text.length());
            int to = Math.min(text.length(), from + data.consumeInt(0, 24));
            text.replace(from, to, piece(data, text));
        }
        return text.toString();
    }

    /** Something new, or something that stands elsewhere in the text. */
    private static String piece(FuzzedDataProvider data, StringBuilder text) {
        if (data.consumeBoolean() || text.isEmpty()) {
            return data.consumeString(16);
        }
        int from = data.consumeInt(0, text.length() - 1);
        return text.substring(from, Math.min(text.length(), from + data.consumeInt(0, 80)));
    }
}
