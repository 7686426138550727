package dev.yubin.imap.client;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.NumberData;
import dev.yubin.imap.ResponseCode.CopyUid;
import dev.yubin.imap.ResponseCode.Modified;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Verb;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.mailbox.MailboxCommand;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.metadata.MetadataData;
import dev.yubin.imap.quota.QuotaData;
import dev.yubin.imap.quota.QuotaRootData;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a command is answered with, and what an {@link ImapClient} makes of it. */
final class Answers {
    private Answers() {}

    /** With OK alone. */
    static Exchange<Void> none(ImapCommand command) {
        return Exchange.of(command, Exchange.NOTHING, ok -> null);
    }

    /** With one response of that kind. */
    static <R> Exchange<R> last(Class<R> kind, ImapCommand command) {
        return last(kind, command, Function.identity());
    }

    static <R, T> Exchange<T> last(Class<R> kind, ImapCommand command, Function<R, T> what) {
        List<R> told = new ArrayList<>(1);
        return Exchange.of(command, keeping(kind, told), ok -> {
            if (told.isEmpty()) {
                throw new SyntaxException("the server says OK but has not told what was asked");
            }
            return what.apply(told.get(told.size() - 1));
        });
    }

    /** With any number of responses of that kind. */
    static <R> Exchange<List<R>> all(Class<R> kind, ImapCommand command) {
        return all(kind, command, List::of);
    }

    /** The same, where each tells any number of things. */
    static <R, T> Exchange<List<T>> all(Class<R> kind, ImapCommand command, Function<R, List<T>> what) {
        List<R> told = new ArrayList<>();
        return Exchange.of(
                command,
                keeping(kind, told),
                ok -> told.stream().flatMap(each -> what.apply(each).stream()).toList());
    }

    private static <R> Predicate<ImapResponse> keeping(Class<R> kind, List<R> told) {
        return response -> kind.isInstance(response) && told.add(kind.cast(response));
    }

    /** With responses that add to what is there already; nothing comes of one that is no part of the answer. */
    static <T> Exchange<T> sum(ImapCommand command, T nothing, BiFunction<T, ImapResponse, Optional<T>> with) {
        List<T> sums = new ArrayList<>(List.of(nothing));
        return Exchange.of(
                command,
                response -> {
                    Optional<T> more = with.apply(sums.get(0), response);
                    more.ifPresent(sum -> sums.set(0, sum));
                    return more.isPresent();
                },
                ok -> sums.get(0));
    }

    static Exchange<List<Long>> expunged(ImapCommand command) {
        return all(
                NumberData.class,
                command,
                data -> data.kind() == ResponseKind.EXPUNGE ? List.of(data.number()) : List.of());
    }

    static Exchange<List<Fetched>> fetched(Fetch fetch) {
        Map<Long, Fetched> told = new LinkedHashMap<>();
        return Exchange.of(
                fetch,
                response -> Fetched.keep(response, fetch.uid(), fetch.messages(), told),
                ok -> List.copyOf(told.values()));
    }

    static Exchange<Stored> stored(Store store) {
        Map<Long, Fetched> told = new LinkedHashMap<>();
        return Exchange.of(
                store,
                response -> Fetched.keep(response, store.uid(), store.messages(), told),
                ok -> new Stored(
                        List.copyOf(told.values()),
                        Exchange.code(ok, Modified.class).map(Modified::messages)));
    }

    static Exchange<Optional<CopyUid>> copied(Copy copy) {
        return Exchange.of(copy, Exchange.NOTHING, ok -> Exchange.code(ok, CopyUid.class));
    }

    /** MOVE tells it before the messages go: RFC 6851 section 4.3. */
    static Exchange<Optional<CopyUid>> moved(Move move) {
        List<StatusReply> told = new ArrayList<>(1);
        return Exchange.of(move, keeping(StatusReply.class, told), ok -> {
            told.add(ok);
            return told.stream()
                    .flatMap(reply -> Exchange.code(reply, CopyUid.class).stream())
                    .findFirst();
        });
    }

    static Exchange<QuotaRoots> quotas(ImapName mailbox) {
        List<String> roots = new ArrayList<>();
        List<QuotaData> quotas = new ArrayList<>();
        return Exchange.of(
                new MailboxCommand(Verb.GETQUOTAROOT, mailbox),
                response -> {
                    if (response instanceof QuotaRootData data) {
                        roots.addAll(data.roots());
                        return true;
                    }
                    return response instanceof QuotaData data && quotas.add(data);
                },
                ok -> new QuotaRoots(roots, quotas));
    }

    static Exchange<Annotations> metadata(GetMetadata get) {
        Map<String, Optional<Octets>> told = new LinkedHashMap<>();
        return Exchange.of(
                get,
                response -> {
                    boolean taken = response instanceof MetadataData data && !data.news();
                    if (taken) {
                        told.putAll(((MetadataData) response).values());
                    }
                    return taken;
                },
                ok -> new Annotations(told, Annotations.longest(ok)));
    }
}
