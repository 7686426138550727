package dev.yubin.imap.server;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server says to people, in Japanese. A row has the English as it stands where it is said, and the Japanese; a {@code %} stands for what is
 * the same in both, in the same order. What has no row stays English, as do the words of a store.
 */
final class Japanese implements Translation {
    static final String TABLE = """
            % done | % を完了しました
            % is not possible before login | % はログインの前には使えません
            % is not possible after login | % はログインの後には使えません
            % is not possible with no mailbox selected | % はメールボックスを選択してから使えます
            % is not possible with a mailbox selected | % はメールボックスの選択中には使えません
            % is not known here | % は未知のコマンドです
            % is not offered here | % はここでは使えません
            % is not enabled | % は有効になっていません
            % with the last % messages | % (最後の % 通のみ)
            %: expected % at octet % but found % | %: 構文に誤りがあります。% が必要ですが、% オクテット目にあるのは % です
            %: expected a space and arguments | %: 空白と引数が必要です
            expected DONE | DONE を送ってください
            expected base64 | base64 で送ってください
            goodbye | さようなら
            this server stops; come again later | サーバーを停止します。後ほどお試しください
            you were silent for too long | 通信のない時間が長すぎます
            too many commands that are wrong | 誤ったコマンドが多すぎます
            too many failed logins | ログインの失敗が多すぎます
            this server has a bug; its log tells of it | サーバーの障害です。原因はログに記録されています
            no language here matches %; LANGUAGE alone lists them | % に合う言語はありません。LANGUAGE だけで一覧が得られます

            begin TLS now | TLS を始めてください
            begin TLS first | 先に TLS を始めてください
            TLS is begun already | TLS はすでに有効です
            user name or password is wrong | ユーザー名またはパスワードが違います
            you may not act as that user | 指定のユーザーとして振る舞うことはできません
            this breaks the mechanism's rules | 認証方式の規則に合いません
            this is longer than any credentials | 認証情報が長すぎます
            logins cannot be checked now; try again later | 現在ログインを確認できません。しばらくしてからお試しください
            too many logins have failed; try again later | ログインの失敗が多すぎます。しばらくしてからお試しください
            AUTHENTICATE cancelled | 認証を取りやめました
            DEFLATE active | これより DEFLATE で圧縮します
            DEFLATE is active already via COMPRESS | DEFLATE はすでに COMPRESS で有効です
            DEFLATE is the only algorithm here | 使えるのは DEFLATE だけです

            the mailbox before is closed | 前のメールボックスを閉じました
            the selected mailbox is deleted | 選択中のメールボックスは削除されました
            the selected mailbox is gone | 選択中のメールボックスがなくなりました
            the mailbox is open read-only | メールボックスは読み取り専用で開かれています
            the first that is unseen | 最初の未読メッセージです
            UIDs are valid | UID は有効です
            the next UID | 次の UID です
            the highest mod-sequence | 最大の mod-sequence です
            heard so far | ここまでお知らせしました
            its name for ever | 変わることのない識別子です
            these are kept, and any keyword | これらと任意のキーワードを保存できます
            these are kept | これらを保存できます
            nothing can be changed | 何も変更できません
            there is no such mailbox; create it first | そのようなメールボックスはありません。先に作成してください
            a mailbox's name is in normalization form C | メールボックスの名前は正規化形式 C でなければなりません
            there is no such mailbox: % | そのようなメールボックスはありません (%)
            there is no such quota root | そのような quota root はありません
            there is no message with UID % | UID % のメッセージはありません
            no user's name is written like that | ユーザー名の書き方に誤りがあります

            a message has at least one octet; nothing is appended | 空のメッセージです。何も追加しませんでした
            this server takes % octets a message; send a smaller message | このサーバーのメッセージは % オクテットまでです。小さくして送ってください
            a header with octets above 127 needs ENABLE UTF8=ACCEPT | ASCII でないヘッダーには ENABLE UTF8=ACCEPT が必要です
            there are % messages, and % names others | メッセージは % 通です。% にはないものが含まれています
            these are too many messages for one command; name fewer | 1 つのコマンドにはメッセージが多すぎます。減らしてください
            some of these messages are gone | 一部のメッセージはもうありません
            the replacement is there | 差し替えました
            % cannot be set | % は設定できません
            % left some as they are | %: 一部は変更しませんでした
            moved | 移動しました
            this part's transfer encoding is not known here | このパートの転送符号化には対応していません
            this charset is not known here | この文字コードには対応していません
            """;

    private static final List<Row> ROWS =
            TABLE.lines().filter(line -> !line.isBlank()).map(Row::of).toList();

    /** A phrase in both languages. */
    private record Row(Pattern english, String japanese) {
        static Row of(String line) {
            String[] columns = line.split(" \\| ");
            String english =
                    Arrays.stream(columns[0].split("%", -1)).map(Pattern::quote).collect(Collectors.joining("(.*)"));
            return new Row(Pattern.compile(english), columns[1]);
        }

        String filled(Matcher values) {
            StringBuilder text = new StringBuilder();
            int value = 0;
            for (String piece : japanese.split("%", -1)) {
                text.append(value == 0 ? "" : values.group(value)).append(piece);
                value++;
            }
            return text.toString();
        }
    }

    @Override
    public String tag() {
        return "ja";
    }

    @Override
    public String of(String english) {
        for (Row row : ROWS) {
            Matcher matcher = row.english.matcher(english);
            if (matcher.matches()) {
                return row.filled(matcher);
            }
        }
        return english;
    }

    @Override
    public Optional<String> ofPrefix(String prefix) {
        return prefix.equals("Other Users/") ? Optional.of("ほかのユーザー/") : Optional.empty();
    }
}
