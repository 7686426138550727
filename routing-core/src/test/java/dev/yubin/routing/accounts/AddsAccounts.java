package dev.yubin.routing.accounts;

import java.nio.file.Path;

/** Another program that writes the same file. */
final class AddsAccounts {
    static final int HOW_MANY = 50;

    private AddsAccounts() {}

    /** @param arguments the file */
    public static void main(String... arguments) throws Exception {
        AccountDirectory accounts = AccountDirectory.open(Path.of(arguments[0]));
        System.out.print('+');
        System.out.flush();
        for (int i = 0; i < HOW_MANY; i++) {
            accounts.alias("there" + i + "@osaka.test", "bbb@osaka.test");
        }
    }
}
