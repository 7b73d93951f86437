package io.github.licensing4j.core;

import io.github.licensing4j.core.usage.journal.JournalNode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.Store;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The names of this node and of this process.
 *
 * @param name the name of the node, stable over restarts if it is configured or there is a journal
 * @param ledgerName the name of its usage in the ledger. It differs if the node was renamed after its journal had begun: under
 *     another name, usage that is already in the ledger would be counted again
 * @param process the name of this process, unique among all
 */
record NodeIdentity(String name, String ledgerName, String process) {
    private static final String LOCAL = "local";

    /**
     * Determines the identity. Nodes that share a store and have no name get a unique one, which {@link
     * NodeMembership#claim} stores beside the journal; without a journal it is of this process only.
     *
     * @param configured the configured name, null if there is none
     * @throws io.github.licensing4j.core.usage.journal.JournalException if the journal's name cannot be read
     */
    static NodeIdentity of(@Nullable String configured, Store store, @Nullable JournalSettings journal) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String first = configured != null ? configured : store.isLocal() ? LOCAL : LOCAL + "-" + unique;
        String ledgerName =
                journal == null ? first : JournalNode.known(journal.directory()).orElse(first);
        String name = configured != null || store.isLocal() ? first : ledgerName;
        return new NodeIdentity(name, ledgerName, name + "/" + here(store) + "/" + unique);
    }

    /** Returns the process id and, where nodes share the store, the host, whose name can take seconds to look up. */
    private static String here(Store store) {
        long pid = ProcessHandle.current().pid();
        if (store.isLocal()) {
            return Long.toString(pid);
        }
        try {
            return pid + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return Long.toString(pid);
        }
    }
}
