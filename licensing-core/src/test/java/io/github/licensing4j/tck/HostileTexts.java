package io.github.licensing4j.tck;

import java.util.ArrayList;
import java.util.List;

/** Texts that a store must keep and find unchanged. */
final class HostileTexts {
    private HostileTexts() {}

    static List<String> ofIds() {
        return List.of(
                "nul\u0000inside",
                "\u0000",
                "controls\u0001\u001a\u001b\u007f\n\t",
                "\u001a0000",
                "\u001a",
                "half a pair \ud83d",
                "\ude00 the other half",
                "\ud83d\ude00 a whole one",
                "'; drop table licensing_licenses; --",
                "quotes ' \" ` \\ $$ ? :x {fn}",
                "%_*",
                "\uffff\ufffe\u202e",
                "l".repeat(500));
    }

    static List<String> ofNames() {
        List<String> texts = new ArrayList<>(ofIds());
        texts.add("x".repeat(20_000));
        texts.add("x".repeat(20_000) + "y");
        return texts;
    }
}
