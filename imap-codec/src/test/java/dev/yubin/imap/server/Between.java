package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Watch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;

/** A store of which a test sees each call before the store behind it does, what it can do besides included: to count, to wait, or to fail in its place. */
final class Between {
    private static final List<Class<?>> FACES =
            List.of(Account.class, Mailbox.class, Append.class, Content.class, Watch.class);

    /** What is done before a call. */
    @FunctionalInterface
    interface Step {
        void before(Method method, Object[] arguments) throws StoreException;
    }

    private Between() {}

    static MailStore around(MailStore store, Step step) {
        return user -> (Account) face(store.account(user), step);
    }

    private static Object face(Object target, Step step) {
        for (Class<?> face : FACES) {
            if (face.isInstance(target)) {
                Class<?>[] faces = Stream.of(target.getClass().getInterfaces())
                        .filter(each -> Modifier.isPublic(each.getModifiers()))
                        .toArray(Class<?>[]::new);
                InvocationHandler handler = (proxy, method, arguments) -> {
                    step.before(method, arguments);
                    try {
                        return face(method.invoke(target, arguments), step);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                };
                return Proxy.newProxyInstance(face.getClassLoader(), faces, handler);
            }
        }
        return target;
    }
}
