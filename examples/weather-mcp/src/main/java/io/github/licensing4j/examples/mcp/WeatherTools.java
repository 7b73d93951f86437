package io.github.licensing4j.examples.mcp;

import io.github.licensing4j.Metered;
import io.github.licensing4j.RequiresFeature;
import java.util.Locale;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.McpToolParam;
import org.springframework.stereotype.Component;

/** The tools of the server. Each call of one is decided and charged by itself. */
@Component
class WeatherTools {
    private final ChatClient chat;

    WeatherTools(ChatClient.Builder chat) {
        this.chat = chat.build();
    }

    @McpTool(name = "daily", description = "Forecast of a city by days")
    @RequiresFeature("forecast.daily")
    String daily(@McpToolParam(description = "Name of the city") String city) {
        return known(city) + ": sunny, cloudy, rain";
    }

    /** Costs two calls. A city that is unknown costs nothing: the tool reports an error. */
    @McpTool(name = "hourly", description = "Forecast of a city by hours")
    @RequiresFeature("forecast.hourly")
    @Metered(units = 2)
    String hourly(@McpToolParam(description = "Name of the city") String city) {
        return known(city) + ": 12° at noon";
    }

    /** Asks a language model, whose tokens are charged to the license of the caller. */
    @McpTool(name = "advice", description = "Advice for a trip")
    @RequiresFeature("advice")
    String advice(@McpToolParam(description = "The question") String question) {
        String answer = chat.prompt(question).call().content();
        return answer == null ? "" : answer;
    }

    /** Has no annotation: a rule of the catalog names it. */
    @McpTool(name = "stations", description = "Names of the weather stations")
    String stations() {
        return "Oslo-Blindern, Bergen-Florida";
    }

    private static String known(String city) {
        if (city.toLowerCase(Locale.ROOT).equals("atlantis")) {
            throw new IllegalArgumentException("no such city: " + city);
        }
        return city;
    }
}
