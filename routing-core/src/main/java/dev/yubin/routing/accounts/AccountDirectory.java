package dev.yubin.routing.accounts;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.ScramAuthenticator;
import dev.yubin.protocol.sasl.ScramHash;
import dev.yubin.protocol.sasl.ScramKeys;
import dev.yubin.routing.Accounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who has an account here, in memory or in a file: what a router asks for mailboxes and aliases, and what SMTP, POP3 and IMAP ask for passwords, which are kept as
 * SCRAM's keys (RFC 5802, RFC 7677) of {@value ScramKeys#ITERATIONS} rounds of PBKDF2.
 *
 * <pre>{@code
 * AccountDirectory accounts = AccountDirectory.open(Path.of("accounts"));
 * accounts.add("bbb@osaka.test", Secret.of("hunter2"));
 * Router router = Router.builder(accounts).local(Domain.of("osaka.test")).postmaster("bbb@osaka.test").build();
 * ImapServer.builder(store, accounts)...
 * }</pre>
 *
 * <p>An account is called by its whole address, in lower case and its domain in A-labels; that is its name in the store too, where whoever adds it here makes it. It
 * answers to any case. A local part is one account's or one alias's within its domain. Unknown users and wrong passwords cost the same and are told the same; the
 * salt that an unknown user is told stays the same, in a file over restarts too.
 *
 * <p>Any thread may call any method. Those that change something come back once it is on the disk; they read the file again first, and
 * no other program that goes by {@code AccountDirectory} writes it meanwhile, so that what one has written stays. A file beside it with {@code .lock} behind its name sees to that.
 */
public final class AccountDirectory implements Accounts, ScramAuthenticator {
    private final Optional<OwnersFile> file;
    private volatile AccountList list;

    private AccountDirectory(Optional<OwnersFile> file, AccountList list) {
        this.file = file;
        this.list = list;
    }

    /** A directory that ends with the program. */
    public static AccountDirectory inMemory() {
        return inMemory(ScramKeys.ITERATIONS);
    }

    /**
     * The same with other rounds for all: 4096, the fewest allowed, make tests quick.
     *
     * @throws IllegalArgumentException for fewer
     */
    public static AccountDirectory inMemory(int iterations) {
        return new AccountDirectory(Optional.empty(), AccountList.empty(iterations));
    }

    /**
     * A directory in a file, which is made where there is none.
     *
     * @throws IOException when it cannot be read or made, when others may use it too, or when it is wrong: then the message has a line for each mistake, with its
     *     number and what to do
     */
    public static AccountDirectory open(Path file) throws IOException {
        OwnersFile owners = new OwnersFile(file);
        if (!owners.exists()) {
            make(owners);
        }
        return new AccountDirectory(Optional.of(owners), read(owners));
    }

    private static void make(OwnersFile owners) throws IOException {
        try {
            owners.alone(() -> {
                if (!owners.exists()) { // or another was quicker
                    owners.write(AccountList.empty(ScramKeys.ITERATIONS).lines());
                }
            });
        } catch (StoreException e) {
            throw new IllegalStateException("nothing was asked of a store", e);
        }
    }

    private static AccountList read(OwnersFile file) throws IOException {
        try {
            return AccountList.of(file.read());
        } catch (IllegalArgumentException e) {
            throw new IOException(file.path() + ": " + e.getMessage().replace("\n", "\n" + file.path() + ": "), e);
        }
    }

    /**
     * Reads the file again; sessions that have begun go on. In memory there is nothing to be read.
     *
     * @throws IOException as {@link #open}; everything then stays as it was
     */
    public synchronized void reload() throws IOException {
        if (file.isPresent()) {
            list = read(file.get());
        }
    }

    /** The names of all accounts, in the order in which they were added. */
    public List<String> accounts() {
        return list.accounts();
    }

    // What is changed

    /**
     * Adds an account; takes an eighth of a second.
     *
     * @throws StoreException           {@code ALREADYEXISTS} when the local part is taken in its domain, {@code UNAVAILABLE} when the file cannot be written
     * @throws IllegalArgumentException when nobody can be called so, or SASLprep (RFC 4013) refuses the password
     */
    public void add(String address, Secret password) throws StoreException {
        AccountName name = AccountName.of(address);
        requireFree(list, name);
        ScramKeys keys = keys(password);
        change(now -> {
            requireFree(now, name);
            return now.with(name, keys);
        });
    }

    /**
     * Gives an account a new password; takes an eighth of a second.
     *
     * @throws StoreException           {@code NONEXISTENT} when there is no such account, {@code UNAVAILABLE} when the file cannot be written
     * @throws IllegalArgumentException when SASLprep (RFC 4013) refuses the password
     */
    public void changePassword(String address, Secret password) throws StoreException {
        AccountName name = AccountName.of(address);
        ScramKeys keys = keys(password);
        change(now -> {
            if (now.keys(name.toString()).isEmpty()) {
                throw new StoreException(Reason.NONEXISTENT, "there is no account " + name);
            }
            return now.with(name, keys);
        });
    }

    /**
     * Has mail for an address that is no account's go to others, here or anywhere; one that had others before has these instead.
     *
     * @throws StoreException           {@code ALREADYEXISTS} when it is an account's, {@code UNAVAILABLE} when the file cannot be written
     * @throws IllegalArgumentException when one is no address, or none is named
     */
    public void alias(String address, String... targets) throws StoreException {
        AccountName name = AccountName.of(address);
        List<String> others = Stream.of(targets).map(AccountName::target).toList();
        if (others.isEmpty()) {
            throw new IllegalArgumentException("expected an address for " + name + " to stand for");
        }
        change(now -> {
            if (now.aliases(name.toString()).isEmpty()) {
                requireFree(now, name);
            }
            return now.with(name, others);
        });
    }

    /**
     * Removes an account or an alias. An account's mail stays where it is kept, and sessions that have begun go on.
     *
     * @throws StoreException {@code NONEXISTENT} when there is neither, {@code UNAVAILABLE} when the file cannot be written
     */
    public void remove(String address) throws StoreException {
        AccountName name = AccountName.of(address);
        change(now -> {
            if (!now.has(name)) {
                throw new StoreException(Reason.NONEXISTENT, "there is neither an account nor an alias " + name);
            }
            return now.without(name);
        });
    }

    private interface Change {
        AccountList of(AccountList now) throws StoreException;
    }

    private synchronized void change(Change change) throws StoreException {
        if (file.isEmpty()) {
            list = change.of(list);
            return;
        }
        OwnersFile owners = file.get();
        try {
            owners.alone(() -> {
                AccountList changed = change.of(read(owners));
                owners.write(changed.lines());
                list = changed;
            });
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireFree(AccountList list, AccountName name) throws StoreException {
        if (list.has(name)) {
            throw new StoreException(Reason.ALREADYEXISTS, list.taken(name) + "; choose another local part");
        }
    }

    private ScramKeys keys(Secret password) {
        return ScramKeys.of(password, ScramHash.SHA_256, iterations());
    }

    // What a router asks

    @Override
    public boolean contains(String account) {
        return list.keys(account).isPresent();
    }

    @Override
    public List<String> aliases(String address) {
        return list.aliases(address);
    }

    // What a login asks

    @Override
    public String account(String user) {
        return AccountName.meant(user).map(AccountName::toString).orElseGet(() -> user.toLowerCase(Locale.ROOT));
    }

    @Override
    public Optional<ScramKeys> scramKeys(String account, ScramHash hash) {
        return list.keys(account).filter(keys -> keys.hash() == hash);
    }

    @Override
    public int iterations() {
        return list.iterations();
    }

    @Override
    public Secret decoyKey() {
        return list.decoyKey();
    }

    /** Oneself alone, in any spelling. */
    @Override
    public Optional<String> authorize(String account, String authorizationIdentity) {
        return Optional.of(account).filter(account(authorizationIdentity)::equals);
    }
}
