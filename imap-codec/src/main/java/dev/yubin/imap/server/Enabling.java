package dev.yubin.imap.server;

import dev.yubin.imap.Enable;
import dev.yubin.imap.EnabledData;
import dev.yubin.imap.wire.ImapEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** ENABLE: RFC 9051 section 6.3.1. What is unknown is passed over. */
final class Enabling {
    private final Session session;
    private final Answers out;
    private final List<String> enabled = new ArrayList<>();

    private Enabling(Session session, Answers out) {
        this.session = session;
        this.out = out;
    }

    static Progress enable(Session session, Enable enable, Answers out) {
        Enabling enabling = new Enabling(session, out);
        for (String capability : enable.capabilities()) {
            enabling.enable(capability.toUpperCase(Locale.ROOT));
        }
        out.untagged(new EnabledData(enabling.enabled));
        return Progress.done("ENABLE done");
    }

    private void enable(String capability) {
        Dialect dialect = session.dialect();
        ImapEncoding encoding = out.line().encoding();
        switch (capability) {
            case "IMAP4REV2" -> {
                if (!dialect.rev2()) {
                    enabled.add("IMAP4rev2");
                    session.speak(dialect.withRev2());
                    out.encoding(encoding.withUtf8()); // RFC 9051 section 5.1: names and strings are UTF-8 from here on
                }
            }
            case "UTF8=ACCEPT" -> {
                enabled.add(capability);
                session.speak(dialect.withUtf8());
                out.encoding(encoding.withUtf8Accept());
            }
            case "CONDSTORE" -> {
                enabled.add(capability);
                session.speakOfModSeqs(out);
            }
            case "QRESYNC" -> {
                enabled.add(capability);
                session.speakOfModSeqs(out);
                session.speak(session.dialect().withQresync());
            }
            case "UIDONLY" -> {
                enabled.add(capability);
                session.speak(dialect.withUidOnly());
                session.view().ifPresent(view -> view.contexts().dropNumbered(out));
            }
            default -> {}
        }
    }
}
