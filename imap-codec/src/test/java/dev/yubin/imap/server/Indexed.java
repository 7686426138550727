package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.NativeSearch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A store whose INBOX has an index of words, which a test gives it; the index may be taken away. It notes whose octets were read. */
final class Indexed {
    /** The index. */
    @FunctionalInterface
    interface Index {
        Optional<UidSet> candidates(Mailbox mailbox, UidSet among, NativeSearch.Place place, String text)
                throws StoreException;
    }

    private final Set<Long> read = new ConcurrentSkipListSet<>();
    private volatile Optional<Index> index = Optional.empty();

    /** Whoever opens INBOX from now on finds this index. */
    void index(Index used) {
        index = Optional.of(used);
    }

    void withoutIndex() {
        index = Optional.empty();
    }

    /** Whose octets were read until now, or outlines asked for. */
    Set<Long> read() {
        return read;
    }

    MailStore around(MailStore store) {
        return user -> face(Account.class, store.account(user), (method, arguments, result) -> {
            boolean inbox = method.equals("open") && arguments[0].equals(MailboxName.INBOX);
            return inbox ? indexed((Mailbox) result) : result;
        });
    }

    private Object indexed(Mailbox mailbox) {
        Mailbox noting = face(Mailbox.class, mailbox, (method, arguments, result) -> {
            if (result instanceof Content) {
                read.add((Long) arguments[0]);
            } else if (method.equals("outlines")) {
                ((UidSet) arguments[0]).uids().forEach(read::add);
            }
            return result;
        });
        if (index.isEmpty()) {
            return noting;
        }
        Index used = index.get();
        NativeSearch search = (among, place, text) -> used.candidates(mailbox, among, place, text);
        return Proxy.newProxyInstance(
                Indexed.class.getClassLoader(),
                new Class<?>[] {Mailbox.class, NativeSearch.class},
                (proxy, method, arguments) ->
                        call(() -> method.invoke(method.getName().equals("candidates") ? search : noting, arguments)));
    }

    /** What is done with the result of a call. */
    private interface Behind {
        Object take(String method, Object[] arguments, Object result) throws StoreException;
    }

    private static <T> T face(Class<T> type, T target, Behind behind) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        behind.take(method.getName(), arguments, call(() -> method.invoke(target, arguments)))));
    }

    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
