package dev.yubin.protocol.diagnosis;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.codec.Sight;
import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.diagnosis.Protocol.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is tried once a step has failed, to tell the cause from the symptom. Nothing secret is said to a server here, so any is believed. */
final class SecondLook<C extends AutoCloseable> {
    private final Dialer dialer;
    private final Function<Dialer, Pending<C>> opener;
    private final List<Port> ports;

    SecondLook(Dialer dialer, Function<Dialer, Pending<C>> opener, List<Port> ports) {
        this.dialer = dialer;
        this.opener = opener;
        this.ports = ports;
    }

    /** Which other ports of this protocol are open. */
    List<Note> atOtherPorts() {
        List<Port> others =
                ports.stream().filter(port -> port.number() != dialer.port()).collect(Collectors.toList());
        List<CompletableFuture<Boolean>> opening = others.stream()
                .map(port -> dialer.at(port.number(), TlsMode.PLAINTEXT, dialer.trust())
                        .dial(channel -> {})
                        .handle((channel, failure) -> {
                            if (failure == null) {
                                channel.close();
                            }
                            return failure == null;
                        }))
                .toList();
        List<Note> open = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            if (opening.get(i).join()) { // which takes no longer than a dial may
                open.add(
                        Topic.OPEN_PORT.of(others.get(i).number(), others.get(i).mode()));
            }
        }
        if (open.isEmpty() && !others.isEmpty()) {
            String numbers =
                    others.stream().map(port -> String.valueOf(port.number())).collect(Collectors.joining(", "));
            return List.of(Topic.NO_OPEN_PORT.of(numbers));
        }
        return open;
    }

    /** How far one comes at the same port in this mode. */
    Sight in(TlsMode mode) {
        Sight sight = new Sight();
        try {
            Visit.awaited(opener.apply(
                            dialer.at(dialer.port(), mode, TlsTrust.anyone()).seenBy(sight)))
                    .close();
        } catch (FaultException e) {
            return sight; // which has seen how far it came
        } catch (Exception e) {
            throw new IllegalStateException("a client does not close", e);
        }
        return sight;
    }
}
