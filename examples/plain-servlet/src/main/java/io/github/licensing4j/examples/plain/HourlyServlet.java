package io.github.licensing4j.examples.plain;

import io.github.licensing4j.RequiresFeature;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The hourly forecast, for plans that include it. */
@RequiresFeature("forecast.hourly")
public final class HourlyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.getWriter().print("{\"forecast\":[\"sunny\",\"cloudy\"]}");
    }
}
