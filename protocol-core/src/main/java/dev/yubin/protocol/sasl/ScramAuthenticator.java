package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.util.Optional;
import java.util.Set;

/**
 * An application that keeps {@link ScramKeys} for its users, and so can offer SCRAM, in which the password never travels (RFC 5802),
 * beside the mechanisms in which it does: {@link #verify} is answered from the same keys. An unknown user costs what a known one costs
 * and is told a salt of the same look.
 */
public interface ScramAuthenticator extends Authenticator {
    /**
     * The keys of this account for that hash; empty when there are none.
     *
     * @param account as {@link #account} gave it
     * @param hash    one of {@link #scramHashes}
     * @throws UnavailableException when it cannot be told now
     */
    Optional<ScramKeys> scramKeys(String account, ScramHash hash) throws UnavailableException;

    /** For which hashes keys are kept: SHA-256 unless said. SCRAM is offered with these; never none, and always the same. */
    default Set<ScramHash> scramHashes() {
        return Set.of(ScramHash.SHA_256);
    }

    /**
     * The account that a user name stands for, known or not, in the one spelling that all of its spellings share: a name which answers to
     * any case is told from an unknown one when its other case is given another salt. By default the user name itself.
     *
     * @param user prepared by SASLprep (RFC 4013)
     * @throws UnavailableException when it cannot be told now
     */
    default String account(String user) throws UnavailableException {
        return user;
    }

    /** The rounds that the keys here have, which unknown users are told as well; keep it one number for all users. */
    default int iterations() {
        return ScramKeys.ITERATIONS;
    }

    /**
     * What the salts of unknown users are derived from. By default it is random and new when the program starts; an application that keeps
     * its keys for longer keeps this too (32 random octets), or the users whose salt changes at a restart are the ones that do not exist.
     */
    default Secret decoyKey() {
        return ScramKeys.DECOY_KEY;
    }

    @Override
    default Optional<String> verify(String user, Secret password) throws UnavailableException {
        ScramHash hash = scramHashes().contains(ScramHash.SHA_256) ? ScramHash.SHA_256 : ScramHash.SHA_1;
        String account = account(user);
        ScramKeys decoy = ScramKeys.decoy(hash, decoyKey(), account, iterations());
        Optional<ScramKeys> keys = scramKeys(account, hash);
        boolean right = keys.orElse(decoy).verify(password);
        return right && keys.isPresent() ? Optional.of(account) : Optional.empty();
    }
}
