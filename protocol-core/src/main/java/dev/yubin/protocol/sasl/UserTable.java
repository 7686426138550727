package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.SharedSecrets.SharedSecret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Users in memory, ready for tests, for small servers and for learning from. User names answer to any case; the account is called as it
 * was added. Passwords are kept as {@link ScramKeys}, and not as they are unless {@link #keepPasswords} says so. An unknown user costs what
 * a known one costs. Safe for use by many threads.
 *
 * <pre>{@code UserTable.of("bbb@osaka.test", Secret.of("hunter2")).add("ccc@osaka.test", Secret.of("sesame"))}</pre>
 */
public final class UserTable implements ScramAuthenticator {
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final int iterations;
    private volatile boolean keepsPasswords;
    private volatile Set<ScramHash> hashes = Set.of(ScramHash.SHA_256);

    /** @param password where it is kept as it is */
    private record User(String account, List<ScramKeys> keys, Optional<Secret> password) {}

    /** No users yet; each who is added costs {@link ScramKeys#ITERATIONS} rounds of PBKDF2, an eighth of a second. */
    public UserTable() {
        this(ScramKeys.ITERATIONS);
    }

    /**
     * No users yet, and other rounds for all: 4096, the fewest allowed, make tests quick.
     *
     * @throws IllegalArgumentException for fewer
     */
    public UserTable(int iterations) {
        this.iterations = ScramKeys.enough(iterations);
    }

    /** A table of one user, to which others may be added. */
    public static UserTable of(String user, Secret password) {
        return new UserTable().add(user, password);
    }

    /**
     * Adds a user, or gives an old one a new password.
     *
     * @return this table
     * @throws IllegalArgumentException when SASLprep (RFC 4013) refuses the name or the password
     */
    public UserTable add(String user, Secret password) {
        List<ScramKeys> keys = hashes.stream()
                .map(hash -> ScramKeys.of(password, hash, iterations))
                .toList();
        return add(user, keys, keepsPasswords ? SaslPrep.stored(password).map(Secret::of) : Optional.empty());
    }

    /**
     * Adds a user whose keys were kept somewhere, or gives an old one new keys.
     *
     * @param keys of SHA-256, and where {@link #keepSha1Keys} was chosen perhaps those of SHA-1
     * @return this table
     * @throws IllegalArgumentException when the keys have other rounds than this table, which would tell known users from unknown ones, when
     *                                  those of SHA-256 are missing, or when SASLprep (RFC 4013) refuses the name
     */
    public UserTable add(String user, ScramKeys... keys) {
        for (ScramKeys one : keys) {
            if (one.iterations() != iterations) {
                throw new IllegalArgumentException("expected keys of " + iterations
                        + " iterations, as all have in this table, but these have " + one.iterations());
            }
        }
        if (Stream.of(keys).noneMatch(one -> one.hash() == ScramHash.SHA_256)) {
            throw new IllegalArgumentException("expected keys of SHA-256, which passwords are checked with");
        }
        return add(user, List.of(keys), Optional.empty());
    }

    private UserTable add(String user, List<ScramKeys> keys, Optional<Secret> password) {
        String account = SaslPrep.stored(user)
                .orElseThrow(() -> new IllegalArgumentException("SASLprep (RFC 4013) refuses this user name"));
        users.put(anyCase(account), new User(account, keys, password));
        return this;
    }

    /**
     * Keeps the passwords that are added from now on as they are, too, and so has CRAM-MD5 and POP3's APOP offered, for old programs that
     * know nothing better. Users that were added before, or with their keys alone, cannot log in by these.
     *
     * @return this table
     */
    public UserTable keepPasswords() {
        keepsPasswords = true;
        return this;
    }

    /**
     * Keeps keys of SHA-1 too of who is added from now on, and so has SCRAM-SHA-1 offered, for clients that know nothing newer. It makes
     * stolen keys a little cheaper to guess at, and adding twice as slow.
     *
     * @return this table
     */
    public UserTable keepSha1Keys() {
        hashes = Set.of(ScramHash.SHA_256, ScramHash.SHA_1);
        return this;
    }

    /** Removes a user, if there. Sessions that have begun go on. */
    public void remove(String user) {
        users.remove(anyCase(user));
    }

    @Override
    public String account(String user) {
        return find(user).map(User::account).orElseGet(() -> anyCase(user));
    }

    @Override
    public Optional<ScramKeys> scramKeys(String account, ScramHash hash) {
        return find(account).stream()
                .flatMap(user -> user.keys().stream())
                .filter(keys -> keys.hash() == hash)
                .findFirst();
    }

    @Override
    public Set<ScramHash> scramHashes() {
        return hashes;
    }

    @Override
    public int iterations() {
        return iterations;
    }

    @Override
    public Optional<SharedSecrets> sharedSecrets() {
        return keepsPasswords
                ? Optional.of(name -> find(name)
                        .flatMap(user -> user.password().map(password -> new SharedSecret(user.account(), password))))
                : Optional.empty();
    }

    /** Oneself alone, in any case. */
    @Override
    public Optional<String> authorize(String account, String authorizationIdentity) {
        return find(authorizationIdentity).map(User::account).filter(account::equals);
    }

    private Optional<User> find(String user) {
        return Optional.ofNullable(users.get(anyCase(user)));
    }

    private static String anyCase(String user) {
        return user.toLowerCase(Locale.ROOT);
    }
}
