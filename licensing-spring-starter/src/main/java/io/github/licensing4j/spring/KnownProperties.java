package io.github.licensing4j.spring;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** Finds the known property that is nearest to an unknown one. */
final class KnownProperties {
    private final List<String> names = new ArrayList<>();

    KnownProperties() {
        add("licensing", LicensingProperties.class);
    }

    /** Returns the known name with the fewest edits, if they are few. */
    Optional<String> nearest(String unknown) {
        String wanted = unknown.replaceAll("\\[[^]]*]", "");
        String best = "";
        int fewest = Math.max(2, wanted.length() / 5) + 1;
        for (String name : names) {
            int edits = edits(wanted, name);
            if (edits < fewest) {
                fewest = edits;
                best = name;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private void add(String name, Type type) {
        if (type instanceof Class<?> known && known.isRecord()) {
            for (RecordComponent component : known.getRecordComponents()) {
                add(name + "." + DataObjectPropertyName.toDashedForm(component.getName()), component.getGenericType());
            }
        } else if (type instanceof ParameterizedType generic && !isMap(generic)) {
            add(name, generic.getActualTypeArguments()[0]);
        } else {
            names.add(name);
        }
    }

    private static boolean isMap(ParameterizedType type) {
        return type.getRawType() instanceof Class<?> raw && Map.class.isAssignableFrom(raw);
    }

    /** Returns how many characters are inserted, removed or replaced. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
