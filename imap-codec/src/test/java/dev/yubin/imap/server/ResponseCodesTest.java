package dev.yubin.imap.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.protocol.TlsMode;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each response code of RFC 5530 where a server has a reason for it; those that a command has by itself are that command's tests'. */
class ResponseCodesTest {
    /** What the store says no with. */
    private final AtomicReference<Reason> reason = new AtomicReference<>();

    private Office refusing(String method) {
        return Office.with("Subject: one\n\none\n")
                .around(store -> Between.around(store, (called, arguments) -> {
                    if (called.getName().equals(method)) {
                        throw new StoreException(reason.get(), "because");
                    }
                }));
    }

    @Nested
    class OfAStoreThatSaysNo {
        @RegisterExtension
        final Office office = refusing("create");

        @ParameterizedTest
        @CsvSource(textBlock = """
                UNAVAILABLE   | UNAVAILABLE
                FULL          | UNAVAILABLE
                NOPERM        | NOPERM
                INUSE         | INUSE
                EXPUNGED      | EXPUNGEISSUED
                CORRUPTION    | CORRUPTION
                OVERQUOTA     | OVERQUOTA
                ALREADYEXISTS | ALREADYEXISTS
                NONEXISTENT   | NONEXISTENT
                CANNOT        | CANNOT
                LIMIT         | LIMIT
                EXPIRED       | EXPIRED
                CONTACTADMIN  | CONTACTADMIN
                """, delimiter = '|')
        void itIsToldInTheWordsOfTheRfc(Reason no, String code) {
            reason.set(no);
            office.wire().play(office.afterLogin("""
                    C: a1 CREATE Work
                    S: a1 NO [%s] because
                    """.formatted(code)));
        }
    }

    @Nested
    class OfAnAccountThatNobodyMayUse {
        @RegisterExtension
        final Office office = Office.with().around(store -> user -> {
            throw new StoreException(reason.get(), "because");
        });

        @ParameterizedTest
        @CsvSource({"EXPIRED", "CONTACTADMIN", "UNAVAILABLE"})
        void whoHasProvedHimselfIsToldSo(Reason no) {
            reason.set(no);
            office.wire().play("""
                    S: * OK [CAPABILITY ...] Yubin ready
                    C: a1 LOGIN bbb@osaka.test tanuki
                    S: a1 NO [%1$s] because
                    C: a2 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                    S: a2 NO [%1$s] because
                    C: a3 SELECT INBOX
                    S: a3 BAD ...
                    """.formatted(no));
        }
    }

    @Nested
    class OfTheLogin {
        @RegisterExtension
        final Office office = Office.with().mode(TlsMode.STARTTLS_REQUIRED);

        @Test
        void whatIsWrongWithItIsTold() {
            office.wire().play("""
                    S: * OK [CAPABILITY ...] Yubin ready
                    C: a1 LOGIN bbb@osaka.test tanuki
                    S: a1 NO [PRIVACYREQUIRED] begin TLS first
                    C: a2 AUTHENTICATE PLAIN
                    S: a2 NO [PRIVACYREQUIRED] begin TLS first
                    C: a3 STARTTLS
                    S: a3 OK begin TLS now
                    TLS
                    C: a4 STARTTLS
                    S: a4 BAD [CLIENTBUG] TLS is begun already
                    C: a5 AUTHENTICATE PLAIN YWFhAGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                    S: a5 NO [AUTHORIZATIONFAILED] ...
                    C: a6 LOGIN bbb@osaka.test kitsune
                    S: a6 NO [AUTHENTICATIONFAILED] ...
                    """);
        }
    }

    @Nested
    class OfAStoreWithABug {
        @RegisterExtension
        final Office office = Office.with()
                .around(store -> Between.around(store, (called, arguments) -> {
                    if (called.getName().equals("create")) {
                        throw new IllegalStateException("a bug, as this test wants it");
                    }
                }));

        @Test
        void itIsTheServers() {
            office.wire().play(office.afterLogin("""
                    C: a1 CREATE Work
                    S: a1 NO [SERVERBUG] ...
                    """));
        }
    }
}
