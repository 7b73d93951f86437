package io.github.licensing4j.servlet;

import io.github.licensing4j.RequestPath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes one path that is not canonical. */
final class PathDecoder {
    private final String raw;
    private final byte[] bytes;
    private int size;
    private int segmentStart;
    private int position;

    private PathDecoder(String raw) {
        this.raw = raw;
        this.bytes = new byte[raw.length() + 1];
    }

    static RequestPath decode(String raw) {
        try {
            return new RequestPath.Canonical(new PathDecoder(raw).canonical());
        } catch (AmbiguousPath e) {
            return new RequestPath.Ambiguous(e.getMessage());
        }
    }

    private String canonical() throws AmbiguousPath {
        if (raw.charAt(0) != '/') {
            throw new AmbiguousPath("the path does not start with a slash");
        }
        boolean parameter = false;
        while (position < raw.length()) {
            char c = raw.charAt(position++);
            if (c == '/') {
                endSegment();
                parameter = false;
            } else if (c == ';') {
                parameter = true;
            } else {
                int octet = c == '%' ? encodedOctet() : plainOctet(c);
                if (!parameter) {
                    append(octet);
                }
            }
        }
        endSegment();
        int length = size > 1 ? size - 1 : size;
        String path = utf8(length);
        rejectDoubleEncoding(path);
        return path;
    }

    private void append(int octet) {
        bytes[size++] = (byte) octet;
    }

    /** Ends a segment with one slash; an empty segment is dropped. */
    private void endSegment() throws AmbiguousPath {
        int length = size - segmentStart;
        if ((length == 1 || length == 2) && bytes[segmentStart] == '.' && bytes[size - 1] == '.') {
            throw new AmbiguousPath("the path has dot segments");
        }
        if (length > 0 || size == 0) {
            append('/');
        }
        segmentStart = size;
    }

    private static int plainOctet(char c) throws AmbiguousPath {
        if (c == '\\') {
            throw new AmbiguousPath("the path has a backslash");
        }
        if (c <= ' ' || c >= 0x7f) {
            throw new AmbiguousPath("the path has a character that must be encoded");
        }
        return c;
    }

    private int encodedOctet() throws AmbiguousPath {
        int octet = hexPair(raw, position);
        if (octet < 0) {
            throw new AmbiguousPath("the path has a malformed percent-encoding");
        }
        position += 2;
        return switch (octet) {
            case '/' -> throw new AmbiguousPath("the path has an encoded slash");
            case '\\' -> throw new AmbiguousPath("the path has an encoded backslash");
            case ';' -> throw new AmbiguousPath("the path has an encoded semicolon");
            case 0 -> throw new AmbiguousPath("the path has an encoded NUL");
            default -> octet;
        };
    }

    /** Parses two hexadecimal digits; -1 if they are none. */
    private static int hexPair(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        boolean ascii = text.charAt(at) < 0x80 && text.charAt(at + 1) < 0x80;
        return ascii && high >= 0 && low >= 0 ? high << 4 | low : -1;
    }

    private String utf8(int length) throws AmbiguousPath {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AmbiguousPath("the path is not UTF-8");
        }
    }

    /** Rejects a path that a second decoding, by a component behind this one, would change in meaning. */
    private static void rejectDoubleEncoding(String path) throws AmbiguousPath {
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
            switch (hexPair(path, at + 1)) {
                case '/', '\\', '.', ';', 0 -> throw new AmbiguousPath("the path is encoded twice");
                default -> {}
            }
        }
    }

    /** Ends decoding; never leaves this class. */
    private static final class AmbiguousPath extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        AmbiguousPath(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        @Override
        public String getMessage() {
            return reason;
        }
    }
}
