package dev.yubin.protocol.diagnosis;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Kind;
import java.util.Locale;

/** All that a diagnosis finds wrong, a row each: who has to act, what it is and what to do, for whoever sets up a mail program. */
public enum Trouble {
    DOMAIN_UNKNOWN(
            Kind.SERVER_SETTING,
            "There is no such domain as the one behind the @.",
            "@ の後のドメインは存在しません。",
            "Check the address for a slip.",
            "宛先のアドレスに誤りがないか確認してください。"),
    DOMAIN_WITHOUT_SERVER(
            Kind.SERVER_SETTING,
            "The domain is there, but it has neither a mail server nor an address.",
            "ドメインは存在しますが、メールサーバーもアドレスもありません。",
            "Check the address for a slip; if it is right, the domain's owner has to set an MX record.",
            "アドレスに誤りがないか確認してください。正しい場合は、ドメインの管理者が MX レコードを設定する必要があります。"),
    DNS_ERROR(
            Kind.NETWORK,
            "The DNS answers with an error.",
            "DNS がエラーを返しました。",
            "Try again later; if it stays, the domain's owner has to repair the domain's DNS.",
            "しばらくしてからお試しください。続く場合は、ドメインの管理者が DNS を修復する必要があります。"),
    DNS_SILENT(
            Kind.NETWORK,
            "The DNS server does not answer.",
            "DNS サーバーが応答しません。",
            "Check this machine's connection, and which DNS server it asks.",
            "この機器のネットワーク接続と、使用する DNS サーバーの設定を確認してください。"),
    MX_WITHOUT_ADDRESS(
            Kind.SERVER_SETTING,
            "The domain names a mail server that has no address.",
            "ドメインが指定するメールサーバーにアドレスがありません。",
            "The domain's owner has to correct its MX record, or the server's A and AAAA records.",
            "ドメインの管理者が MX レコード、またはサーバーの A・AAAA レコードを修正する必要があります。"),
    TAKES_NO_MAIL(
            Kind.REFUSED,
            "The domain says that it never takes mail (null MX).",
            "このドメインはメールを受け取らないと宣言しています (null MX)。",
            "Use another address of the recipient's.",
            "受取人の別のアドレスを使ってください。"),
    LEADS_BACK(
            Kind.SERVER_SETTING,
            "The domain's mail would come back to the server that asks.",
            "このドメイン宛てのメールは、送信元のサーバー自身に戻ってきます。",
            "Have that server take the domain's mail, or have the domain's MX records name another.",
            "送信元のサーバーでこのドメインを受け取るように設定するか、MX レコードを別のサーバーに向けてください。"),

    NOT_IN_POLICY(
            Kind.SERVER_SETTING,
            "The domain's policy (MTA-STS) does not name this mail server, so no mail goes to it.",
            "ドメインのポリシー (MTA-STS) にこのメールサーバーの名前がないため、ここへはメールを送れません。",
            "The domain's owner has to name the server in the policy, or to take it out of the MX records. If it is"
                    + " nobody's there, somebody tampers with the DNS.",
            "ドメインの管理者がポリシーにこのサーバーを加えるか、MX レコードから外す必要があります。心当たりのないサーバーであれば、DNS が改ざんされているおそれがあります。"),

    NAME_UNKNOWN(
            Kind.SERVER_SETTING,
            "There is no host of this name.",
            "この名前のホストはありません。",
            "Check the server's name for a slip; the provider's page of instructions has the right one.",
            "サーバー名に誤りがないか確認してください。正しい名前はプロバイダーの案内に載っています。"),
    LOOKUP_FAILED(
            Kind.NETWORK,
            "The server's name cannot be looked up now.",
            "現在、サーバーの名前を調べられません。",
            "Check this machine's connection, and which DNS server it asks; then try again.",
            "この機器のネットワーク接続と DNS の設定を確認してから、もう一度お試しください。"),

    NOTHING_LISTENS(
            Kind.SERVER_SETTING,
            "Nothing listens at this port.",
            "このポートでは何も待ち受けていません。",
            "Set a port that the server has; if this is the right one, see whether the server runs.",
            "サーバーで使われているポートを設定してください。正しい場合は、サーバーが動いているか確認してください。"),
    CONNECT_TIMEOUT(
            Kind.NETWORK,
            "No answer came: the host is down, or something on the way drops what is sent to this port.",
            "応答がありません。ホストが停止しているか、途中でこのポートへの通信が破棄されています。",
            "Check this machine's connection, then firewalls, then the port.",
            "この機器のネットワーク接続、ファイアウォール、ポートの順に確認してください。"),
    UNREACHABLE(
            Kind.NETWORK,
            "No way leads from this machine to the host.",
            "この機器からホストへの経路がありません。",
            "Check this machine's connection, and its VPN where it has one.",
            "この機器のネットワーク接続と、使っていれば VPN を確認してください。"),
    CONNECTION_LOST(
            Kind.NETWORK,
            "The connection broke off.",
            "接続が切れました。",
            "Try again; if it stays, see what the server's log says, and what stands between, such as a virus scanner.",
            "もう一度お試しください。続く場合は、サーバーのログと、途中にあるもの (ウイルス対策ソフトなど) を確認してください。"),
    PROXY_REFUSED(
            Kind.SERVER_SETTING,
            "The proxy does not connect to the server.",
            "プロキシがサーバーに接続しません。",
            "Check the proxy's address, login and rules.",
            "プロキシのアドレス、ログイン、規則を確認してください。"),
    ADDRESS_NOT_OURS(
            Kind.SERVER_SETTING,
            "This machine cannot connect from the address that is set.",
            "設定されている送信元アドレスからは接続できません。",
            "Set an address of this machine, or none.",
            "この機器のアドレスを設定するか、設定を外してください。"),

    SILENT(
            Kind.NETWORK,
            "The connection stands, but the server says nothing.",
            "接続はできましたが、サーバーが何も返しません。",
            "Check the port and its TLS mode; if they are right, the server is overloaded, so try again later.",
            "ポートと TLS の方式を確認してください。正しい場合はサーバーが混雑しています。しばらくしてからお試しください。"),
    TURNED_AWAY(
            Kind.REFUSED,
            "The server sends this client away before it was asked anything.",
            "サーバーが最初から接続を断りました。",
            "Read the server's words: too many connections pass with time, a block list does not.",
            "サーバーの返答を確認してください。接続の超過は時間とともに解消しますが、ブロックリストは解消しません。"),
    OTHER_PROTOCOL(
            Kind.SERVER_SETTING,
            "Another protocol is spoken at this port.",
            "このポートでは別のプロトコルが使われています。",
            "Set a port of the protocol that is wanted.",
            "使いたいプロトコルのポートを設定してください。"),
    PROTOCOL_BROKEN(
            Kind.PROTOCOL,
            "The server says what nobody can make sense of.",
            "サーバーの返答を理解できません。",
            "Check the port; if it is right, show these words to the server's administrator.",
            "ポートを確認してください。正しい場合は、この返答をサーバーの管理者に見せてください。"),

    TLS_ON_PLAIN_PORT(
            Kind.SERVER_SETTING,
            "The settings begin with TLS, but this port does not.",
            "設定では最初から TLS を使いますが、このポートは平文で始まります。",
            "Set STARTTLS for this port, or set the port that begins with TLS.",
            "このポートでは STARTTLS を選ぶか、最初から TLS を使うポートを設定してください。"),
    PLAIN_ON_TLS_PORT(
            Kind.SERVER_SETTING,
            "This port begins with TLS, but the settings do not.",
            "このポートは最初から TLS を使いますが、設定は違います。",
            "Set TLS from the start for this port (IMPLICIT, often called SSL/TLS).",
            "このポートでは最初から TLS (IMPLICIT、多くは SSL/TLS と呼ばれます) を選んでください。"),
    STARTTLS_NOT_OFFERED(
            Kind.SERVER_SETTING,
            "The settings want STARTTLS, and the server does not offer it here.",
            "設定では STARTTLS を使いますが、サーバーはここで提供していません。",
            "Set the port that begins with TLS. If STARTTLS worked here before, somebody may sit in between.",
            "最初から TLS を使うポートを設定してください。以前は使えていた場合、何者かが途中にいるおそれがあります。"),
    TLS_HANDSHAKE(
            Kind.SERVER_SETTING,
            "Both sides begin TLS and do not agree.",
            "双方とも TLS を始めましたが、合意に至りませんでした。",
            "See which versions and ciphers the server has; TLS 1.2 or 1.3 is needed.",
            "サーバーの TLS のバージョンと暗号方式を確認してください。TLS 1.2 または 1.3 が必要です。"),
    IN_THE_CLEAR(
            Kind.SERVER_SETTING,
            "Nothing is encrypted: whoever is on the way reads all of it.",
            "暗号化されていません。途中の誰からも読めます。",
            "Use TLS from the start, or STARTTLS.",
            "最初から TLS を使うか、STARTTLS を使ってください。"),

    CERTIFICATE_NAME(
            Kind.SERVER_SETTING,
            "The certificate is for another name than the one that is set.",
            "証明書の名前が、設定されているサーバー名と違います。",
            "Set a name that the certificate has; if this one is right, send no password before it is clear who"
                    + " answers.",
            "証明書にある名前を設定してください。設定が正しい場合は、相手が明らかになるまでパスワードを送らないでください。"),
    CERTIFICATE_EXPIRED(
            Kind.SERVER_SETTING,
            "The certificate has expired.",
            "証明書の有効期限が切れています。",
            "Have the server's administrator renew it; if its dates look right, set this machine's clock.",
            "サーバーの管理者に更新を依頼してください。期限が過ぎていないはずなら、この機器の時計を合わせてください。"),
    CERTIFICATE_NOT_YET_VALID(
            Kind.SERVER_SETTING,
            "The certificate is not valid yet.",
            "証明書はまだ有効ではありません。",
            "Set this machine's clock; if it is right, the server's administrator has to put in another certificate.",
            "この機器の時計を合わせてください。正しい場合は、サーバーの管理者が証明書を取り替える必要があります。"),
    CERTIFICATE_UNTRUSTED(
            Kind.SERVER_SETTING,
            "Nobody whom this machine trusts vouches for the certificate.",
            "証明書の発行者が、この機器では信頼されていません。",
            "Trust its issuer where you know them; else have the server show a certificate of a known authority, with"
                    + " all between.",
            "発行者を確かめられる場合は信頼に加えてください。そうでなければ、既知の認証局の証明書を中間証明書とともにサーバーに設定してもらってください。"),
    CERTIFICATE_ENDS_SOON(
            Kind.SERVER_SETTING,
            "The certificate expires within two weeks.",
            "証明書の有効期限が 2 週間以内に切れます。",
            "Have the server's administrator renew it.",
            "サーバーの管理者に更新を依頼してください。"),

    CREDENTIALS_REFUSED(
            Kind.CREDENTIALS,
            "The server does not take this user with this password.",
            "ユーザー名またはパスワードが違います。",
            "Type both again. Many servers want the whole address as the name, and some a password for mail programs"
                    + " alone.",
            "両方を入力し直してください。名前にアドレス全体を求めるサーバーや、メールソフト専用のパスワードを求めるサーバーがあります。"),
    TOKEN_UNAVAILABLE(
            Kind.CREDENTIALS,
            "No token is to be had for the login.",
            "ログイン用のトークンを取得できません。",
            "Sign in with the provider again; perhaps the consent was taken back.",
            "プロバイダーにもう一度サインインしてください。許可が取り消された可能性があります。"),
    LOGIN_NEEDS_TLS(
            Kind.SERVER_SETTING,
            "The connection is not encrypted, and the password is not shown like that.",
            "暗号化されていないため、パスワードを送れません。",
            "Set STARTTLS, or the port that begins with TLS.",
            "STARTTLS を選ぶか、最初から TLS を使うポートを設定してください。"),
    MECHANISM_NOT_OFFERED(
            Kind.SERVER_SETTING,
            "The server has no way of logging in that these credentials are for.",
            "この認証情報で使えるログイン方式が、サーバーにありません。",
            "See whether this port takes logins (of SMTP: 587 or 465), and whether the account wants a token for a"
                    + " password.",
            "このポートでログインできるか (SMTP では 587 か 465)、パスワードではなくトークンが必要でないか確認してください。"),
    LOGIN_NOT_NOW(
            Kind.REFUSED,
            "The server cannot let this user in now.",
            "サーバーは現在、このユーザーを受け付けられません。",
            "Try again later, and end other programs that have the mailbox open.",
            "しばらくしてからお試しください。同じメールボックスを開いている他のソフトがあれば終了してください。"),
    LOGIN_REFUSED(
            Kind.REFUSED,
            "The server refuses the login, and not for the password.",
            "サーバーがパスワード以外の理由でログインを断りました。",
            "Read the server's words: the account may be locked, or not be for this protocol.",
            "サーバーの返答を確認してください。アカウントの停止や、このプロトコルが許可されていないことが考えられます。"),

    MAILBOX_REFUSED(
            Kind.REFUSED,
            "The mailbox does not open.",
            "メールボックスを開けません。",
            "Act on the server's words; if there are none that help, ask its administrator.",
            "サーバーの返答に従ってください。手がかりがなければ、管理者に問い合わせてください。"),
    MAILBOX_FULL(
            Kind.REFUSED,
            "The mailbox is full: no mail comes in.",
            "メールボックスがいっぱいで、メールが届きません。",
            "Its owner has to delete mail there, or to have the quota raised.",
            "持ち主がメールを削除するか、容量を増やしてもらう必要があります。"),
    SENDER_REFUSED(
            Kind.REFUSED,
            "The server takes no mail from this sender.",
            "サーバーはこの差出人のメールを受け付けません。",
            "Act on the server's words: log in first, or send from the address that belongs to the login.",
            "サーバーの返答に従ってください。先にログインするか、ログインに対応するアドレスから送ってください。"),
    NO_SUCH_USER(
            Kind.REFUSED,
            "The server has no such mailbox, or takes nothing for it.",
            "サーバーにこの宛先のメールボックスがないか、受け付けていません。",
            "Check what stands before the @ for a slip, and ask the recipient in another way.",
            "@ の前に誤りがないか確認し、別の方法で受取人に尋ねてください。"),
    GREYLISTED(
            Kind.REFUSED,
            "The server has every stranger come again (greylisting).",
            "サーバーが初めての相手に再送を求めています (グレイリスト)。",
            "Nothing needs to be done: a mail server tries again by itself, mostly within a quarter of an hour.",
            "何もする必要はありません。メールサーバーが自動的に、多くは 15 分以内に再送します。"),
    RECIPIENT_NOT_NOW(
            Kind.REFUSED,
            "The server takes nothing for this recipient now.",
            "サーバーは現在、この宛先を受け付けません。",
            "Try again later; the server's words may say when.",
            "しばらくしてからお試しください。時期がサーバーの返答にあるかもしれません。"),
    POLICY(
            Kind.REFUSED,
            "The server refuses by its rules, whoever the recipient is.",
            "サーバーの規則により、宛先にかかわらず拒否されました。",
            "Act on the server's words: a login, a block list, a name for the sending address or its SPF may be what"
                    + " it misses.",
            "サーバーの返答に従ってください。ログイン、ブロックリスト、送信元の逆引き名や SPF が原因と考えられます。"),

    TIMEOUT(
            Kind.NETWORK,
            "The server has stopped answering.",
            "サーバーの応答が途絶えました。",
            "Try again; if it stays, the server is overloaded, or something on the way drops what is sent.",
            "もう一度お試しください。続く場合は、サーバーの過負荷か、途中で通信が破棄されています。"),
    REFUSED(Kind.REFUSED, "The server says no.", "サーバーが断りました。", "Act on the server's words.", "サーバーの返答に従ってください。"),
    REFUSED_FOR_NOW(
            Kind.REFUSED, "The server says: not now.", "サーバーは現在、応じられません。", "Try again later.", "しばらくしてからお試しください。"),
    ENDED_HERE(
            Kind.OURS,
            "This side has ended it.",
            "こちら側が中断しました。",
            "Run it again; if a limit was passed, raise that where the server is to be trusted.",
            "もう一度実行してください。制限を超えた場合は、信頼できるサーバーであれば制限を上げてください。");

    private final Kind kind;
    private final Words cause;
    private final Words fix;

    Trouble(Kind kind, String cause, String japaneseCause, String fix, String japaneseFix) {
        this.kind = kind;
        this.cause = new Words(cause, japaneseCause);
        this.fix = new Words(fix, japaneseFix);
    }

    /** Who has to act. Most trouble with mail is a setting, the credentials or the network. */
    public Kind kind() {
        return kind;
    }

    /** What is wrong, in a sentence. */
    public String cause(Locale locale) {
        return cause.in(locale);
    }

    /** What to do about it, in a sentence or two. */
    public String fix(Locale locale) {
        return fix.in(locale);
    }

    /** What a fault is in this step, as far as it says so itself. */
    public static Trouble of(Step step, Fault fault) {
        return switch (fault.cause()) {
            case NAME_UNKNOWN -> NAME_UNKNOWN;
            case LOOKUP_FAILED -> LOOKUP_FAILED;
            case TAKES_NO_MAIL -> TAKES_NO_MAIL;
            case LEADS_BACK -> LEADS_BACK;
            case NOT_IN_POLICY -> NOT_IN_POLICY;
            case NOTHING_LISTENS -> NOTHING_LISTENS;
            case ADDRESS_IN_USE, ADDRESS_NOT_OURS -> ADDRESS_NOT_OURS;
            case CONNECT_TIMEOUT -> CONNECT_TIMEOUT;
            case UNREACHABLE -> UNREACHABLE;
            case PROXY_REFUSED -> PROXY_REFUSED;
            case CONNECTION_LOST -> CONNECTION_LOST;
            case TIMEOUT, PERHAPS_TAKEN, PERHAPS_DONE -> step == Step.GREETING ? SILENT : TIMEOUT;
            case TLS_ON_PLAIN_PORT -> TLS_ON_PLAIN_PORT;
            case PLAIN_ON_TLS_PORT -> PLAIN_ON_TLS_PORT;
            case CERTIFICATE_NAME -> CERTIFICATE_NAME;
            case CERTIFICATE_UNTRUSTED -> CERTIFICATE_UNTRUSTED;
            case TLS_HANDSHAKE -> TLS_HANDSHAKE;
            case STARTTLS_NOT_OFFERED -> STARTTLS_NOT_OFFERED;
            case MECHANISM_NOT_OFFERED -> MECHANISM_NOT_OFFERED;
            case CREDENTIALS_REFUSED -> CREDENTIALS_REFUSED;
            case TOKEN_UNAVAILABLE -> TOKEN_UNAVAILABLE;
            case REFUSED, EXTENSION_NOT_OFFERED, UTF8_NOT_OFFERED, TOO_LARGE -> refused(step);
            case REFUSED_FOR_NOW -> refusedForNow(step);
            case PROTOCOL_BROKEN -> PROTOCOL_BROKEN;
            case CONTENT_MALFORMED, OUT_OF_TURN, LIMIT, CLOSED_HERE -> ENDED_HERE;
        };
    }

    private static Trouble refused(Step step) {
        return switch (step) {
            case GREETING -> TURNED_AWAY;
            case LOGIN -> LOGIN_REFUSED;
            case MAILBOX -> MAILBOX_REFUSED;
            case SENDER -> SENDER_REFUSED;
            case RECIPIENT -> NO_SUCH_USER;
            case MAIL_SERVERS, NAME, CONNECTION, TLS, CERTIFICATE -> REFUSED;
        };
    }

    private static Trouble refusedForNow(Step step) {
        return switch (step) {
            case GREETING -> TURNED_AWAY;
            case LOGIN -> LOGIN_NOT_NOW;
            case RECIPIENT -> RECIPIENT_NOT_NOW;
            case MAIL_SERVERS, NAME, CONNECTION, TLS, CERTIFICATE, MAILBOX, SENDER -> REFUSED_FOR_NOW;
        };
    }
}
