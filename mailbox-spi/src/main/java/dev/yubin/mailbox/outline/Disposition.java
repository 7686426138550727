package dev.yubin.mailbox.outline;

import java.util.List;
import java.util.Objects;

/** How a part is meant to be shown, such as {@code attachment; filename=cat.jpg}: RFC 2183. */
public record Disposition(String type, List<Parameter> parameters) {
    public Disposition {
        Objects.requireNonNull(type, "type");
        parameters = List.copyOf(parameters);
    }
}
