package dev.yubin.pop3.server;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.ScramAuthenticator;
import dev.yubin.protocol.sasl.ScramHash;
import dev.yubin.protocol.sasl.ScramKeys;
import dev.yubin.protocol.sasl.UserTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Users as in a {@link UserTable}, for transcripts: each play of one logs in, and a password that is compared takes no 4096 rounds. */
final class QuickUsers implements ScramAuthenticator {
    private final UserTable table = new UserTable(4096);
    private final Map<String, Secret> passwords = new HashMap<>();

    QuickUsers add(String user, Secret password) {
        table.add(user, password);
        passwords.put(user, password);
        return this;
    }

    @Override
    public Optional<String> verify(String user, Secret password) {
        String account = account(user);
        return password.equals(passwords.get(account)) ? Optional.of(account) : Optional.empty();
    }

    @Override
    public String account(String user) {
        return table.account(user);
    }

    @Override
    public Optional<ScramKeys> scramKeys(String account, ScramHash hash) {
        return table.scramKeys(account, hash);
    }

    @Override
    public int iterations() {
        return table.iterations();
    }
}
