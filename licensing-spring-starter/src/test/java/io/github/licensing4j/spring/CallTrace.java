package io.github.licensing4j.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.event.MethodExitEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import com.sun.jdi.request.MethodExitRequest;
import io.github.licensing4j.servlet.LicensingFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Runs a {@link WarmHost} under the debugger interface and records which methods of the library one call enters. */
final class CallTrace {
    private static final String LIBRARY = "io.github.licensing4j.";
    private static final Set<String> VALUES = Set.of("java.lang.Record", "java.lang.Enum");
    private static final long LIMIT_MILLIS = 60_000;

    private CallTrace() {}

    /**
     * A method that the call has entered.
     *
     * @param isValue whether its class is a record or an enum
     */
    record Entry(String type, String method, boolean isPublic, boolean isValue) {

        private static Entry of(Method method) {
            ReferenceType type = method.declaringType();
            ClassType parent = type instanceof ClassType known ? known.superclass() : null;
            return new Entry(
                    type.name(), method.name(), method.isPublic(), parent != null && VALUES.contains(parent.name()));
        }
    }

    /** Returns the entered methods of the request thread, in order. */
    static List<Entry> ofWarmCall(Path dir) throws Exception {
        VirtualMachine machine = launch(dir);
        try (BufferedReader out = new BufferedReader(
                        new InputStreamReader(machine.process().getInputStream(), US_ASCII));
                OutputStream in = machine.process().getOutputStream()) {
            machine.resume();
            awaitReady(out);
            MethodEntryRequest entries = machine.eventRequestManager().createMethodEntryRequest();
            entries.addClassFilter(LIBRARY + "*");
            entries.addClassExclusionFilter(WarmHost.class.getName() + "*");
            entries.addClassExclusionFilter(Host.class.getName() + "*");
            entries.setSuspendPolicy(EventRequest.SUSPEND_NONE);
            entries.enable();
            MethodExitRequest exits = machine.eventRequestManager().createMethodExitRequest();
            exits.addClassFilter(LicensingFilter.class.getName());
            exits.setSuspendPolicy(EventRequest.SUSPEND_NONE);
            exits.enable();
            in.write('\n');
            in.flush();
            return entered(machine);
        } finally {
            machine.process().destroyForcibly();
        }
    }

    private static VirtualMachine launch(Path dir) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        argument(arguments, "main").setValue(WarmHost.class.getName() + " " + dir);
        argument(arguments, "options")
                .setValue("-XX:+UseSerialGC -Djava.io.tmpdir=" + dir + " -cp " + System.getProperty("java.class.path"));
        return connector.launch(arguments);
    }

    private static Connector.Argument argument(Map<String, Connector.Argument> arguments, String name) {
        return Objects.requireNonNull(arguments.get(name), name);
    }

    private static void awaitReady(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(WarmHost.READY)) {
                return;
            }
        }
        throw new AssertionError("the host did not start");
    }

    private static List<Entry> entered(VirtualMachine machine) throws InterruptedException {
        List<Entry> methods = new ArrayList<>();
        while (true) {
            EventSet events = machine.eventQueue().remove(LIMIT_MILLIS);
            if (events == null) {
                throw new AssertionError("the call has not left the filter, after " + methods);
            }
            for (Event event : events) {
                // The call before may still be settled while this one begins.
                if (event instanceof MethodEntryEvent entry
                        && isOfRequest(entry.thread())
                        && (!methods.isEmpty() || isFilter(entry.method()))) {
                    methods.add(Entry.of(entry.method()));
                } else if (event instanceof MethodExitEvent exit && isFilter(exit.method()) && !methods.isEmpty()) {
                    return methods;
                }
            }
        }
    }

    private static boolean isFilter(Method method) {
        return method.name().equals("doFilter")
                && method.declaringType().name().equals(LicensingFilter.class.getName());
    }

    private static boolean isOfRequest(ThreadReference thread) {
        return thread.name().contains("-exec-");
    }
}
