package io.github.licensing4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** Starts async cycles with the counting response; the container would start them with its own. */
final class CountingRequest extends HttpServletRequestWrapper {
    private final CountingResponse response;

    CountingRequest(HttpServletRequest request, CountingResponse response) {
        super(request);
        this.response = response;
    }

    @Override
    public AsyncContext startAsync() {
        return super.startAsync(this, response);
    }
}
