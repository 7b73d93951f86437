package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.TokenFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;

/** Computes the values of header fields in a signature base (RFC 9421 §2.1). */
final class FieldValues {
    /** The types of structured fields that this library knows; others cannot be serialized strictly (§2.1.1). */
    private static final Map<String, Function<Parser, String>> TYPES = Map.ofEntries(
            Map.entry("accept-signature", FieldValues::dictionary),
            Map.entry("cache-status", FieldValues::list),
            Map.entry("client-cert", FieldValues::item),
            Map.entry("client-cert-chain", FieldValues::list),
            Map.entry("content-digest", FieldValues::dictionary),
            Map.entry("priority", FieldValues::dictionary),
            Map.entry("proxy-status", FieldValues::list),
            Map.entry("repr-digest", FieldValues::dictionary),
            Map.entry("signature", FieldValues::dictionary),
            Map.entry("signature-input", FieldValues::dictionary),
            Map.entry("want-content-digest", FieldValues::dictionary),
            Map.entry("want-repr-digest", FieldValues::dictionary));

    private FieldValues() {}

    private static String dictionary(Parser parser) {
        return parser.parseDictionary().serialize();
    }

    private static String list(Parser parser) {
        return parser.parseList().serialize();
    }

    private static String item(Parser parser) {
        return parser.parseItem().serialize();
    }

    /** @param lines the lines of the field, in their order; at least one */
    static String of(Component component, List<String> lines) throws TokenFault {
        String key = component.key();
        if (key != null) {
            return member(component.name(), lines, key);
        }
        if (component.isStrict()) {
            return strict(component.name(), lines);
        }
        return component.isBytes() ? bytes(lines) : String.join(", ", trimmed(lines));
    }

    /** Serializes a structured field strictly (§2.1.1). */
    private static String strict(String name, List<String> lines) throws TokenFault {
        Function<Parser, String> type = TYPES.get(name);
        if (type == null) {
            throw TokenFault.invalid("it covers a field with 'sf' whose type is not known");
        }
        List<String> all = bounded(trimmed(lines));
        try {
            return type.apply(new Parser(all));
        } catch (ParseException e) {
            throw TokenFault.invalid("it covers a field with 'sf' that is not well-formed");
        }
    }

    /** Serializes one member of a dictionary (§2.1.2). */
    private static String member(String name, List<String> lines, String key) throws TokenFault {
        ListElement<? extends Object> member =
                StructuredFields.dictionary(name, trimmed(lines)).get(key);
        if (member == null) {
            throw TokenFault.invalid("it covers a member of a field that is absent");
        }
        return member.serialize();
    }

    /** Wraps each line as a byte sequence (§2.1.3). */
    private static String bytes(List<String> lines) throws TokenFault {
        List<String> wrapped = new ArrayList<>(lines.size());
        for (String line : lines) {
            // Containers read each byte of a field as one character.
            byte[] bytes = unfolded(line).getBytes(StandardCharsets.ISO_8859_1);
            wrapped.add(":" + Base64.getEncoder().encodeToString(bytes) + ":");
        }
        return String.join(", ", wrapped);
    }

    private static List<String> trimmed(List<String> lines) throws TokenFault {
        List<String> trimmed = new ArrayList<>(lines.size());
        for (String line : lines) {
            String value = unfolded(line);
            if (!value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t')) {
                throw TokenFault.invalid("it covers a field with characters that are not ASCII, without 'bs'");
            }
            trimmed.add(value);
        }
        return trimmed;
    }

    /** Replaces obsolete line folding by a space (§2.1). Any other line break would forge a line of the signature base. */
    private static String unfolded(String line) throws TokenFault {
        String value = line;
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            value = line.replaceAll("[ \\t]*\\r?\\n[ \\t]+", " ");
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                throw TokenFault.invalid("it covers a field with a line break");
            }
        }
        return withoutSpace(value);
    }

    private static String withoutSpace(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isSpace(value.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static List<String> bounded(List<String> lines) throws TokenFault {
        if (lines.stream().mapToInt(String::length).sum() > StructuredFields.MAX_LENGTH) {
            throw TokenFault.invalid("it covers a structured field that is too long");
        }
        return lines;
    }
}
