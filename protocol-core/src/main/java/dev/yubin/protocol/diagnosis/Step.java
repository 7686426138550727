package dev.yubin.protocol.diagnosis;

import java.util.Locale;

/** What must go well, one behind the other. Where the connection begins with TLS, that and the certificate come before the greeting. */
public enum Step {
    /** Which servers take a recipient's mail. */
    MAIL_SERVERS("mail servers", "メールサーバーの検索"),
    /** The host's name leads to addresses. */
    NAME("name", "名前の解決"),
    /** One of them can be connected to. */
    CONNECTION("connection", "接続"),
    /** The server greets in the protocol that is wanted, and tells what it can do. */
    GREETING("greeting", "サーバーの応答"),
    TLS("TLS", "TLS"),
    /** The certificate is valid, trusted, and for this host. */
    CERTIFICATE("certificate", "証明書"),
    LOGIN("login", "ログイン"),
    /** The mailbox opens, and has room. */
    MAILBOX("mailbox", "メールボックス"),
    /** The server takes mail from this sender. */
    SENDER("sender", "差出人"),
    /** The server takes mail for this recipient. */
    RECIPIENT("recipient", "宛先");

    private final Words name;

    Step(String english, String japanese) {
        this.name = new Words(english, japanese);
    }

    /** For people. */
    public String name(Locale locale) {
        return name.in(locale);
    }
}
