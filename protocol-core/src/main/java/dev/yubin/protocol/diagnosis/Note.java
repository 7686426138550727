package dev.yubin.protocol.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One thing that was seen, beside what is wrong.
 *
 * @param topic  what it is about
 * @param values such as names, dates or numbers, in the order of the topic's words; a peer's are escaped
 */
public record Note(Topic topic, List<String> values) {
    /** What can be told of. */
    public enum Topic {
        /** Addresses, with commas between. */
        ADDRESSES("%s", "%s"),
        /** Hosts in the order in which they are tried. */
        SERVERS("in this order: %s", "次の順: %s"),
        /** The domain has no MX record, so its own host is asked. */
        OWN_HOST("no MX record, so the domain's own host: %s", "MX レコードがないため、ドメイン自身のホスト: %s"),
        /** The server behind this one is tried. */
        NEXT("the next server is tried", "次のサーバーを試します"),
        /** An address and port. */
        CONNECTED("to %s port %s", "%s のポート %s に接続"),
        /** The server's first line. */
        FIRST_LINE("%s", "%s"),
        /** The protocol that answers here. */
        SPOKEN("%s is spoken here", "ここでは %s が使われています"),
        /** Version and cipher. */
        TLS("%s", "%s"),
        /** Names, with commas between. */
        CERTIFICATE_NAMES("the certificate is for %s", "証明書の名前: %s"),
        ISSUER("it was issued by %s", "発行者: %s"),
        /** Two dates. */
        VALID("it is valid from %s to %s", "有効期間: %s から %s まで"),
        /** No certificate is asked for more than that between servers: RFC 7435. */
        UNCHECKED("between servers whoever answers is believed", "サーバー間では証明書を検証しません"),
        /** A port that this protocol mostly has, and the mode in which it is spoken to there. */
        OPEN_PORT("port %s is open; there the mode is %s", "ポート %s が開いています。そこでの方式は %s です"),
        /** Ports, with commas between. */
        NO_OPEN_PORT("no other usual port is open either: %s", "ほかの標準ポートも開いていません: %s"),
        /** Networks of homes and clouds often let nothing out to it. */
        PORT_25("many networks let no connection out to port 25", "ポート 25 への接続を遮断するネットワークが多くあります"),
        STARTTLS_HERE("STARTTLS works at this port", "このポートでは STARTTLS が使えます"),
        IMPLICIT_TLS_HERE("TLS from the start works at this port", "このポートでは最初から TLS が使えます"),
        /** The user's name has no {@code @}. */
        NAME_WITHOUT_DOMAIN(
                "the user's name has no @; many servers want the whole address",
                "ユーザー名に @ がありません。アドレス全体を求めるサーバーが多くあります"),
        /** How many messages there are, and how many octets. */
        MAILDROP("%s messages, %s octets", "メッセージ %s 通、%s オクテット"),
        /** How many messages there are. */
        MESSAGES("%s messages", "メッセージ %s 通"),
        /** How much of what is used, of how much there may be. */
        USED("%s: %s of %s are used", "%s: %s / %s を使用中"),
        /** The same server is tried without TLS, as it is between servers: RFC 7435. */
        IN_THE_CLEAR("mail goes there in the clear", "メールは暗号化されずに送られます"),
        /** A sender, a recipient, or who logs in. */
        ADDRESS("%s", "%s"),
        /** What happened, as the fault has it: in English. */
        DETAIL("%s", "%s");

        private final Words words;

        Topic(String english, String japanese) {
            this.words = new Words(english, japanese);
        }

        /** A note of this. */
        public Note of(Object... values) {
            return new Note(this, Arrays.stream(values).map(String::valueOf).toList());
        }
    }

    public Note {
        Objects.requireNonNull(topic, "topic");
        values = List.copyOf(values);
    }

    /** For people. */
    public String text(Locale locale) {
        return String.format(topic.words.in(locale), values.toArray());
    }
}
