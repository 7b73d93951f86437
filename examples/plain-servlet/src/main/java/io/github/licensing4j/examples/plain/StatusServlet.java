package io.github.licensing4j.examples.plain;

import io.github.licensing4j.LicenseExempt;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Reports that the service is up; needs no license. */
@LicenseExempt(reason = "probed by the load balancer")
public final class StatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("up");
    }
}
