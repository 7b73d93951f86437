package io.github.licensing4j.core.credential;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Parses IP addresses without a name service: the JDK takes {@code 1.2.3.256} for a host name and resolves it, and
 * {@code 10.1} for {@code 10.0.0.1}.
 */
final class AddressLiteral {
    private static final byte[] NONE = {};

    private AddressLiteral() {}

    /**
     * Returns the 4 or 16 bytes of an address, none if the text is anything else. IPv4 is four decimals without leading
     * zeros; IPv6 is any form of RFC 4291 §2.2 without a zone. An IPv4-mapped address is returned as IPv4.
     */
    static byte[] parse(String text) {
        return text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    }

    private static byte[] ipv4(String text) {
        byte[] bytes = new byte[4];
        int from = 0;
        for (int part = 0; part < 4; part++) {
            int dot = part < 3 ? text.indexOf('.', from) : text.length();
            int value = dot < 0 ? -1 : decimal(text, from, dot);
            if (value < 0) {
                return NONE;
            }
            bytes[part] = (byte) value;
            from = dot + 1;
        }
        return bytes;
    }

    /** Returns a number from 0 to 255, -1 if it is none. */
    private static int decimal(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= 255 ? value : -1;
    }

    private static byte[] ipv6(String text) {
        if (text.charAt(0) == '.') {
            return NONE;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || (c != ':' && c != '.' && Character.digit(c, 16) < 0)) {
                return NONE;
            }
        }
        try {
            // Starts with a hexadecimal digit or a colon and contains a colon: the JDK never resolves it as a host
            // name.
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return NONE;
        }
    }
}
