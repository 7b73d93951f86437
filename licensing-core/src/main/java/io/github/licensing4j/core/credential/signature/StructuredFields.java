package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.TokenFault;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.Dictionary;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parametrizable;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;

/**
 * Parses dictionaries (RFC 9651 §3.2) without what its parser accepts silently: a member or a parameter that occurs twice, of
 * which the last would win.
 */
final class StructuredFields {
    /** The length at most: the parser takes longer for each character of a long text than for one of a short text. */
    static final int MAX_LENGTH = 8192;

    private StructuredFields() {}

    /**
     * Parses the lines of a field.
     *
     * @param name the name of the field, for messages
     */
    static Map<String, ListElement<? extends Object>> dictionary(String name, List<String> lines) throws TokenFault {
        int length = lines.size();
        for (String line : lines) {
            length += line.length();
        }
        if (length > MAX_LENGTH) {
            throw TokenFault.invalid(name + " is longer than " + MAX_LENGTH + " characters");
        }
        Dictionary dictionary;
        try {
            dictionary = new Parser(lines).parseDictionary();
        } catch (ParseException e) {
            throw TokenFault.invalid(name + " is not a well-formed dictionary (RFC 9651)");
        }
        Map<String, ListElement<? extends Object>> members = dictionary.get();
        requireDistinct(name, lines, members);
        return members;
    }

    /** Compares the separators in the text with what was parsed. The text is well-formed. */
    private static void requireDistinct(
            String name, List<String> lines, Map<String, ListElement<? extends Object>> members) throws TokenFault {
        Separators separators = new Separators();
        lines.forEach(separators::count);
        int parameters = 0;
        for (ListElement<? extends Object> member : members.values()) {
            parameters += parameters(member);
        }
        int commas = separators.commas + lines.size() - 1;
        if ((!members.isEmpty() && members.size() != commas + 1) || parameters != separators.semicolons) {
            throw TokenFault.invalid(name + " has a member or a parameter twice");
        }
    }

    private static int parameters(Parametrizable<? extends Object> member) {
        int count = member.getParams().size();
        if (member instanceof InnerList list) {
            for (Parametrizable<? extends Object> item : list.get()) {
                count += item.getParams().size();
            }
        }
        return count;
    }

    /** Counts separators outside of strings (RFC 9651 §3.3.3). */
    private static final class Separators {
        private int commas;
        private int semicolons;

        void count(String line) {
            boolean isInString = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    isInString = !isInString;
                } else if (c == '\\' && isInString) {
                    // The escaped character belongs to the string.
                    i++;
                } else if (!isInString) {
                    commas += c == ',' ? 1 : 0;
                    semicolons += c == ';' ? 1 : 0;
                }
            }
        }
    }
}
