package dev.yubin.pop3;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that a server says it can do, in one state of one connection: RFC 2449 section 5. It never changes. */
public final class Capabilities {
    /** What is known of a server that was not asked or does not know {@link Capa}. */
    public static final Capabilities NONE = new Capabilities(List.of());

    private final Map<String, Capability> byTag = new LinkedHashMap<>();

    /** The first one of a tag counts. */
    public Capabilities(List<Capability> capabilities) {
        capabilities.forEach(capability -> byTag.putIfAbsent(capability.tag(), capability));
    }

    /** Whether the server has it; the tag in any case. */
    public boolean has(String tag) {
        return byTag.containsKey(tag.toUpperCase(Locale.ROOT));
    }

    /** What the server says of it; empty also when it does not have it. */
    public List<String> parameters(String tag) {
        Capability capability = byTag.get(tag.toUpperCase(Locale.ROOT));
        return capability == null ? List.of() : capability.parameters();
    }

    /** In the order the server gave. */
    public List<Capability> list() {
        return List.copyOf(byTag.values());
    }

    @Override
    public String toString() {
        return list().toString();
    }
}
