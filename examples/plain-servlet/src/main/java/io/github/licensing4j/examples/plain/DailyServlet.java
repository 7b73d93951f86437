package io.github.licensing4j.examples.plain;

import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.servlet.LicensingFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The daily forecast, which every plan includes. */
@RequiresFeature("forecast.daily")
public final class DailyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long left = LicensingFilter.context(request).remaining("monthly").orElse(0);
        response.setContentType("application/json");
        response.getWriter().print("{\"forecast\":\"sunny\",\"callsLeft\":" + left + "}");
    }
}
