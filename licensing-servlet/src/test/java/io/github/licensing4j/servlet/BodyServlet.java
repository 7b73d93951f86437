package io.github.licensing4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Returns the body that it has read in the way that the path names. */
@MultipartConfig(fileSizeThreshold = 1 << 20)
final class BodyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (String.valueOf(request.getPathInfo())) {
            case "/stream" -> response.getOutputStream().write(all(request.getInputStream()));
            case "/reader" -> {
                request.setCharacterEncoding("UTF-8");
                String text = String.join("\n", request.getReader().lines().toList());
                response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            }
            case "/form" -> response.getOutputStream().write(parameters(request).getBytes(StandardCharsets.UTF_8));
            case "/parts" -> response.getOutputStream().write(parts(request).getBytes(StandardCharsets.UTF_8));
            case "/listener" -> listen(request, response);
            default -> throw new ServletException("no such path");
        }
    }

    private static byte[] all(InputStream stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int first = stream.read();
        if (first >= 0) {
            bytes.write(first);
        }
        stream.transferTo(bytes);
        return stream.read() < 0 ? bytes.toByteArray() : new byte[0];
    }

    private static String parameters(HttpServletRequest request) {
        Map<String, String> found = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> found.put(name, Arrays.toString(values)));
        return found + " " + request.getParameter("a") + " " + request.getParameter("none");
    }

    private static String parts(HttpServletRequest request) throws IOException, ServletException {
        StringBuilder all = new StringBuilder();
        for (Part part : request.getParts()) {
            try (InputStream content = part.getInputStream()) {
                all.append(part.getName())
                        .append('|')
                        .append(part.getSubmittedFileName())
                        .append('|')
                        .append(part.getContentType())
                        .append('|')
                        .append(part.getSize())
                        .append('|')
                        .append(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        Path file = Files.createTempFile("part", ".txt");
        request.getPart("file").write(file.toString());
        all.append(Files.size(file));
        Files.delete(file);
        return all.toString();
    }

    private static void listen(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext async = request.startAsync();
        var input = request.getInputStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        input.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                byte[] buffer = new byte[64];
                while (input.isReady() && !input.isFinished()) {
                    int count = input.read(buffer);
                    if (count > 0) {
                        bytes.write(buffer, 0, count);
                    }
                }
            }

            @Override
            public void onAllDataRead() throws IOException {
                response.getOutputStream().write(bytes.toByteArray());
                async.complete();
            }

            @Override
            public void onError(Throwable failure) {
                async.complete();
            }
        });
    }
}
