package dev.yubin.pop3.server;

/**
 * All that a server says to people, a row each, in every {@link Language} that it speaks: RFC 6856 section 3.2. A {@code %} stands for a value,
 * the same ones in each column. English is ASCII, for it is what clients hear that never asked.
 */
enum Phrase {
    READY("%s POP3 server ready", "%s POP3 サーバーの準備ができました"),
    GOODBYE("%s POP3 server signing off", "%s POP3 サーバーを終了します"),
    GOODBYE_LEFT("%s POP3 server signing off (%s left)", "%s POP3 サーバーを終了します (残り%s)"),
    ONE_MESSAGE("1 message", "メッセージ 1 通"),
    MESSAGES("%d messages", "メッセージ %d 通"),
    SEND_PASS("send PASS", "PASS を送ってください"),
    BEGIN_TLS("begin TLS negotiation", "TLS のネゴシエーションを始めてください"),
    CAPABILITIES("capabilities follow", "対応している機能の一覧です"),
    MECHANISMS("mechanisms follow", "認証方式の一覧です"),
    LANGUAGES("languages follow", "言語の一覧です"),
    LANGUAGE_CHANGED("language changed", "言語を変更しました"),
    UTF8_ON("UTF-8 from here on", "これより UTF-8 を使います"),
    MAILDROP_HAS("maildrop has %s (%d octets)", "%sがあります (%d オクテット)"),
    MAILDROP_HAS_AGAIN("maildrop has %s", "%sがあります"),
    OCTETS("%d octets", "%d オクテット"),
    DELETED("message %d deleted", "メッセージ %d を削除します"),

    UNKNOWN_COMMAND("unknown command %s", "%s は未知のコマンドです"),
    MALFORMED("%s", "構文に誤りがあります (%s)"),
    OUT_OF_TURN("%s out of turn, expected one of %s", "%s はここでは使えません。使えるコマンド: %s"),
    TOO_MANY_BAD_COMMANDS("too many bad commands", "誤ったコマンドが多すぎます"),
    NO_SUCH_LANGUAGE("no language matches %s; LANG alone lists them", "%s に合う言語はありません。LANG だけで一覧が得られます"),
    NO_SUCH_MESSAGE("no such message, only %s in maildrop", "そのようなメッセージはありません (%s)"),
    ALREADY_DELETED("message %d already deleted", "メッセージ %d はすでに削除されています"),
    NEEDS_UTF8(
            "the message has headers in UTF-8; say UTF8 before logging in",
            "ヘッダーが UTF-8 のメッセージです。ログインの前に UTF8 を送ってください"),

    NOT_IN_THE_CLEAR_BUT_BEHIND_STLS(
            "%s is not taken in the clear; send STLS first", "%s は暗号化なしでは使えません。先に STLS を送ってください"),
    NOT_IN_THE_CLEAR("%s is not taken in the clear; use this server's TLS port", "%s は暗号化なしでは使えません。TLS のポートを使ってください"),
    NOT_OFFERED("%s is not offered; log in with AUTH", "%s は使えません。AUTH でログインしてください"),
    TLS_IS_ACTIVE("TLS is active already", "TLS はすでに有効です"),
    STLS_BEHIND_UTF8("STLS comes before UTF8", "STLS は UTF8 より先に送ってください"),
    NO_STLS("STLS is not offered on this port", "このポートでは STLS を使えません"),
    NOTHING_BEHIND_STLS("nothing may be sent behind STLS before TLS is negotiated", "STLS の後、TLS のネゴシエーションまでは何も送れません"),

    NO_SUCH_MECHANISM("mechanism not offered; there are %s", "その認証方式は使えません。使えるもの: %s"),
    CANCELLED("authentication cancelled", "認証を取りやめました"),
    WRONG_CREDENTIALS("invalid user name or password", "ユーザー名またはパスワードが違います"),
    NOT_AUTHORIZED("this user may not act as that one", "このユーザーは指定のユーザーとして振る舞えません"),
    MALFORMED_RESPONSE("the response breaks the mechanism's grammar", "応答が認証方式の構文に合いません"),
    RESPONSE_TOO_LONG("the response is longer than is taken here", "応答が長すぎます"),
    NO_LOGINS_NOW("logins cannot be checked now; try again later", "現在ログインを確認できません。しばらくしてからお試しください"),
    ADDRESS_FAILED(
            "too many logins from your address have failed; try again later", "このアドレスからのログインの失敗が多すぎます。しばらくしてからお試しください"),
    LOGIN_DELAY("logged in too short a while ago; come again in %d seconds", "前回のログインから間がありません。%d 秒後にお試しください"),
    IN_USE("another session has this maildrop", "このメールドロップは別のセッションが使用中です"),

    CHECKING_LOGINS("logins cannot be checked now", "現在ログインを確認できません"),
    OPENING("the maildrop cannot be opened", "メールドロップを開けません"),
    READING("the message cannot be read", "メッセージを読めません"),
    NAMING("the message has no unique-id now", "メッセージの識別子が得られません"),
    REMOVING("no message is removed", "メッセージは削除されませんでした"),
    REMOVING_BROKE("what was deleted may not be removed", "削除が完了していないおそれがあります"),
    OBEYING("the command failed", "コマンドを実行できませんでした"),
    FOR_A_REASON("%s: %s", "%s: %s"),
    THE_LOG_KNOWS("%s: the server failed; its log says why", "%s: サーバーの障害です。原因はログに記録されています"),
    STOPPING("the server stops; nothing was removed, come again later", "サーバーを停止します。何も削除されていません。後ほどお試しください"),
    TOO_MANY_CONNECTIONS("too many connections; come again later", "接続が多すぎます。後ほどお試しください");

    private final String english;
    private final String japanese;

    Phrase(String english, String japanese) {
        this.english = english;
        this.japanese = japanese;
    }

    String in(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case JAPANESE -> japanese;
        };
    }

    /** This phrase with its values in it. */
    Saying with(Object... values) {
        return new Saying(this, values);
    }
}
