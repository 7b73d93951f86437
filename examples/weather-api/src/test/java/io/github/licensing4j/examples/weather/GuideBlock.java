package io.github.licensing4j.examples.weather;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A code block of a document.
 *
 * @param language the language after the fence, or ""
 * @param file the file after the language, from the root of the project, or ""
 * @param text the lines between the fences
 */
record GuideBlock(String language, String file, String text) {
    private static final String FENCE = "```";

    /** Returns the code blocks of a document in order. */
    static List<GuideBlock> of(String document) throws IOException {
        List<GuideBlock> blocks = new ArrayList<>();
        Iterator<String> lines = ReadmeTest.read(document).lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(FENCE)) {
                String[] fence = line.substring(FENCE.length()).split(" ", 2);
                blocks.add(new GuideBlock(fence[0], fence.length == 2 ? fence[1] : "", until(lines)));
            }
        }
        return blocks;
    }

    /** Whether the block is a part of the script that the document shows. */
    boolean isScript() {
        return language.equals("sh");
    }

    private static String until(Iterator<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line = lines.next(); !line.equals(FENCE); line = lines.next()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
