package io.github.licensing4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** Starts async cycles of an undecided call with the guarded response; the container would start them with its own. */
final class GuardedRequest extends HttpServletRequestWrapper {
    private final GuardedResponse response;

    GuardedRequest(HttpServletRequest request, GuardedResponse response) {
        super(request);
        this.response = response;
    }

    @Override
    public AsyncContext startAsync() {
        return response.isOver() && !response.counts() ? super.startAsync() : super.startAsync(this, response);
    }
}
