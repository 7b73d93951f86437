package io.github.licensing4j.servlet;

import jakarta.servlet.http.HttpServletRequest;

/** Determines whether a request has a body. */
final class RequestBody {
    private RequestBody() {}

    /**
     * Returns whether a request may have a body. One of HTTP/1 has none without a length or a transfer coding (RFC 9112
     * section 6.3); later versions need neither.
     */
    static boolean isPossible(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0 || (length < 0 && (isChunked(request) || !isOfFirstVersions(request.getProtocol())));
    }

    private static boolean isChunked(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") != null;
    }

    private static boolean isOfFirstVersions(String protocol) {
        return protocol.startsWith("HTTP/1.") || protocol.startsWith("HTTP/0.");
    }
}
