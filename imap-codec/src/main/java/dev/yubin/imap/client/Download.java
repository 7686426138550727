package dev.yubin.imap.client;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.client.FetchAssembly.Claim;
import dev.yubin.imap.fetch.BodyName;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum.Content;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.codec.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A FETCH of octets of one message, which go to the application's channel. A server may tell of other messages and sections meanwhile (RFC 9051 section
 * 7.5.2), as NOTIFY has it do (RFC 5465 section 5.2): what goes to the channel is of the message and the section that were asked for.
 */
final class Download extends Exchange<Long> {
    private static final String STEP = "fetching a message";

    private final ImapConnection connection;
    private final Outlet outlet;
    private final Fetch fetch;
    private final BodyName wanted;
    private final Outlet.Last last;
    /** Whether octets of the response under way have gone on. */
    private boolean streaming;
    /** Whether there was such a response. */
    private boolean told;
    /** Octets went on that turned out to be of another message. */
    private boolean mistaken;

    /** @param last what is done behind the last octet */
    Download(ImapConnection connection, Executor worker, Fetch fetch, WritableByteChannel into, Outlet.Last last) {
        super(Optional.of(fetch), STEP, NOTHING, ok -> null);
        this.connection = connection;
        this.outlet = new Outlet(connection, worker, into, STEP, result);
        this.fetch = fetch;
        this.wanted = wanted(fetch);
        this.last = last;
    }

    @Override
    boolean isAnsweredAtOnce() {
        return false;
    }

    /** @throws IllegalArgumentException when it asks for anything but one section of one message */
    private static BodyName wanted(Fetch fetch) {
        boolean one = fetch.messages().isSaved()
                || fetch.messages().within(UidSet.MAX_UID).size() == 1;
        FetchItem item = fetch.items().get(0);
        if (one && fetch.items().size() == 1 && item instanceof FetchItem.Body body) {
            return BodyName.of(body);
        } else if (one && fetch.items().size() == 1 && item instanceof FetchItem.Binary binary) {
            return BodyName.of(binary);
        }
        throw new IllegalArgumentException("octets are fetched of one message, and one section at a time");
    }

    @Override
    Claim claim(FetchData soFar, BodyName name) {
        return told || !isWanted(name) ? Claim.NOT_OURS : claim(soFar);
    }

    /** Whether it is the message that was asked for. */
    private Claim claim(FetchData message) {
        OptionalLong uid = Fetched.of(message).uid();
        if (fetch.uid() && uid.isEmpty()) {
            return Claim.PERHAPS; // some servers tell it behind the octets
        }
        long name = fetch.uid() ? uid.getAsLong() : message.byUid() ? 0 : message.number();
        return Fetched.isAsked(name, fetch.messages()) ? Claim.OURS : Claim.NOT_OURS;
    }

    /** Servers spell a section in ways of their own: RFC822 for BODY[], the names of fields in another case and order, and no origin for 0. */
    private boolean isWanted(BodyName name) {
        Section section = name.section();
        Section asked = wanted.section();
        return (name.form() == BodyName.Form.BINARY) == (wanted.form() == BodyName.Form.BINARY)
                && section.part().equals(asked.part())
                && section.text() == asked.text()
                && fields(section).equals(fields(asked))
                && name.origin().orElse(0) == wanted.origin().orElse(0);
    }

    private static List<String> fields(Section section) {
        return List.copyOf(new TreeSet<>(section.fields().stream()
                .map(field -> field.toUpperCase(Locale.ROOT))
                .toList()));
    }

    @Override
    void content(ByteBuf octets) {
        told = true;
        streaming = true;
        outlet.write(octets);
    }

    @Override
    boolean takes(ImapResponse untagged) {
        if (!(untagged instanceof FetchData data)) {
            return false;
        }
        if (streaming) { // this is the end of the response whose octets have gone on
            streaming = false;
            mistaken = claim(data) != Claim.OURS;
            return true;
        }
        Optional<Content> content = told || claim(data) != Claim.OURS
                ? Optional.empty()
                : data.data().stream()
                        .filter(Content.class::isInstance)
                        .map(Content.class::cast)
                        .filter(some -> isWanted(some.name()))
                        .findFirst();
        if (content.isPresent()) { // NIL, or so few that they came quoted, or their UID behind them
            told = true;
            outlet.write(Unpooled.wrappedBuffer(
                    content.get().octets().orElse(Octets.EMPTY).view()));
        }
        return content.isPresent();
    }

    @Override
    void accepted(StatusReply ok, Consumer<Long> answered) {
        if (mistaken) {
            String detail = "behind the octets, and no sooner, the server names another message, or none";
            connection.fail(result, connection.failure(Cause.PROTOCOL_BROKEN, STEP, detail));
        } else if (told) {
            outlet.end(last);
        } else {
            connection.fail(result, connection.failure(Cause.REFUSED, STEP, "the server has no such message"));
        }
    }
}
