package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A store that can do besides what a test gives it and nothing else, so that no transcript has to be written anew when the store behind it learns
 * something.
 */
final class Gifted {
    private final Map<Class<?>, Function<Account, ?>> toAccounts = new LinkedHashMap<>();
    private final Map<Class<?>, Function<Mailbox, ?>> toMailboxes = new LinkedHashMap<>();

    /** What each account can do besides, by an object made for it. */
    <F> Gifted account(Class<F> feature, Function<Account, F> gift) {
        toAccounts.put(feature, gift);
        return this;
    }

    /** What each mailbox can do besides, by an object made for it whenever it is opened. */
    <F> Gifted mailbox(Class<F> feature, Function<Mailbox, F> gift) {
        toMailboxes.put(feature, gift);
        return this;
    }

    MailStore around(MailStore store) {
        return user -> face(Account.class, store.account(user), toAccounts);
    }

    private <T> T face(Class<T> plain, T target, Map<Class<?>, Function<T, ?>> gifts) {
        Map<Class<?>, Object> faces = new HashMap<>();
        gifts.forEach((feature, gift) -> faces.put(feature, gift.apply(target)));
        Object face = Proxy.newProxyInstance(
                plain.getClassLoader(),
                Stream.concat(Stream.of(plain), faces.keySet().stream()).toArray(Class<?>[]::new),
                (proxy, method, arguments) -> {
                    Object by = Optional.ofNullable(faces.get(method.getDeclaringClass()))
                            .orElse(target);
                    try {
                        Object result = method.invoke(by, arguments);
                        return result instanceof Mailbox opened ? face(Mailbox.class, opened, toMailboxes) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return plain.cast(face);
    }
}
