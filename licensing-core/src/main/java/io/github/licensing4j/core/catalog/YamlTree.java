package io.github.licensing4j.core.catalog;

import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Member;
import io.github.licensing4j.core.catalog.Node.Scalar;
import io.github.licensing4j.core.catalog.Node.ScalarType;
import io.github.licensing4j.core.catalog.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Parses one YAML document into nodes with positions.
 *
 * <p>It accepts maps, lists and scalars only. Aliases, tags and further documents are refused, and so are anchors where
 * the parser shows them: the meaning of a catalog must be visible where it is written. Members named twice are refused
 * at any depth.
 */
final class YamlTree {
    /** Deeper than any catalog, and far from exhausting a stack. */
    static final int MAX_DEPTH = 20;

    private static final YAMLFactory YAML = new YAMLFactory();

    private final YAMLParser parser;
    private final Diagnostics diagnostics;

    private YamlTree(YAMLParser parser, Diagnostics diagnostics) {
        this.parser = parser;
        this.diagnostics = diagnostics;
    }

    /** Returns the document, or null if it could not be read to its end; the problems are then recorded. */
    static @Nullable Node read(String text, Diagnostics diagnostics) {
        try (YAMLParser parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), YamlReader.of(text))) {
            return new YamlTree(parser, diagnostics).document();
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            diagnostics.add(mark(at), "not YAML: " + sentences(e.getOriginalMessage()));
            return null;
        }
    }

    private @Nullable Node document() {
        if (parser.nextToken() == null) {
            diagnostics.add(new SourcePosition(1, 1), "the file is empty, expected a catalog");
            return null;
        }
        Node root = node(0);
        if (parser.nextToken() != null) {
            diagnostics.add(here(), "a second document starts here, expected one document in the file");
        }
        return root;
    }

    private Node node(int depth) {
        refuseReferences();
        SourcePosition at = here();
        if (depth == MAX_DEPTH && parser.currentToken().isStructStart()) {
            diagnostics.add(at, "nested more than " + MAX_DEPTH + " levels deep");
            parser.skipChildren();
            return new Scalar(at, ScalarType.NOTHING, "");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(at, depth);
            case START_ARRAY -> sequence(at, depth);
            case VALUE_NUMBER_INT -> scalar(at, ScalarType.INTEGER);
            case VALUE_NUMBER_FLOAT -> scalar(at, ScalarType.DECIMAL);
            case VALUE_TRUE, VALUE_FALSE -> scalar(at, ScalarType.BOOLEAN);
            case VALUE_NULL -> scalar(at, ScalarType.NOTHING);
            default -> scalar(at, ScalarType.TEXT);
        };
    }

    private Node scalar(SourcePosition at, ScalarType type) {
        String text = parser.getString();
        return new Scalar(at, type, text == null ? "" : text);
    }

    private Mapping mapping(SourcePosition at, int depth) {
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            refuseReferences();
            SourcePosition key = here();
            String name = parser.currentName();
            parser.nextToken();
            Member previous = members.putIfAbsent(name, new Member(key, node(depth + 1)));
            if (previous != null) {
                diagnostics.add(
                        key,
                        "'" + name + "' is defined twice, first in line "
                                + previous.at().line());
            }
        }
        return new Mapping(at, members);
    }

    private Sequence sequence(SourcePosition at, int depth) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new Sequence(at, items);
    }

    private void refuseReferences() {
        if (parser.isCurrentAlias()) {
            diagnostics.add(here(), "found an alias, expected the value itself: aliases are not read");
        } else if (parser.getObjectId() != null) {
            diagnostics.add(here(), "found an anchor, expected a plain value: anchors are not read");
        } else if (parser.getTypeId() != null) {
            diagnostics.add(here(), "found a tag, expected a plain value: tags are not read");
        }
    }

    private SourcePosition here() {
        return mark(parser.currentTokenLocation());
    }

    private static SourcePosition mark(@Nullable TokenStreamLocation at) {
        return at == null
                ? SourcePosition.NOWHERE
                : new SourcePosition(Math.max(at.getLineNr(), 1), Math.max(at.getColumnNr(), 1));
    }

    // The parser's message alternates sentences with indented excerpts of the text; the position is reported anyway.
    private static String sentences(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(", "));
    }
}
