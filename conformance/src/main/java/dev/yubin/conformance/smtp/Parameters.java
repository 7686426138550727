package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Omission;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What stands behind a path, as a table: RFC 5321 section 4.1.2 and the extensions. A row whose extension is not offered is not asked. */
final class Parameters {
    /** Extension, where the section is, the parameter's command, the parameters, and what becomes of it. */
    private static final String TABLE = """
        SIZE            | RFC 1870 section 6.1   | MAIL | SIZE=0                             | taken
        SIZE            | RFC 1870 section 6.1   | MAIL | size=1000                          | taken
        SIZE            | RFC 1870 section 6     | MAIL | SIZE=                              | refused
        SIZE            | RFC 1870 section 6     | MAIL | SIZE                               | refused
        SIZE            | RFC 1870 section 6     | MAIL | SIZE=ten                           | refused
        SIZE            | RFC 1870 section 6     | MAIL | SIZE=-1                            | refused
        SIZE            | RFC 1870 section 6     | MAIL | SIZE=1 SIZE=1                      | refused
        SIZE            | RFC 1870 section 6.1   | RCPT | SIZE=1                             | refused
        8BITMIME        | RFC 6152 section 2     | MAIL | BODY=7BIT                          | taken
        8BITMIME        | RFC 6152 section 2     | MAIL | BODY=8BITMIME                      | taken
        8BITMIME        | RFC 6152 section 2     | MAIL | body=8bitmime                      | taken
        8BITMIME        | RFC 6152 section 2     | MAIL | BODY=9BIT                          | refused
        8BITMIME        | RFC 6152 section 2     | MAIL | BODY=                              | refused
        8BITMIME        | RFC 6152 section 2     | MAIL | BODY                               | refused
        BINARYMIME      | RFC 3030 section 3     | MAIL | BODY=BINARYMIME                    | taken
        SMTPUTF8        | RFC 6531 section 3.4   | MAIL | SMTPUTF8                           | taken
        SMTPUTF8        | RFC 6531 section 3.4   | MAIL | SMTPUTF8=1                         | refused
        DSN             | RFC 3461 section 4.3   | MAIL | RET=FULL                           | taken
        DSN             | RFC 3461 section 4.3   | MAIL | RET=hdrs                           | taken
        DSN             | RFC 3461 section 4.3   | MAIL | RET=SOME                           | refused
        DSN             | RFC 3461 section 4.3   | MAIL | RET                                | refused
        DSN             | RFC 3461 section 4.4   | MAIL | ENVID=QQ314159                     | taken
        DSN             | RFC 3461 section 4.4   | MAIL | ENVID=a+2Bb+20c                    | taken
        DSN             | RFC 3461 section 4     | MAIL | ENVID=a+2                          | refused
        DSN             | RFC 3461 section 4     | MAIL | ENVID=a+2bb                        | refused
        DSN             | RFC 3461 section 4     | MAIL | ENVID=a+XYb                        | refused
        DSN             | RFC 3461 section 4.4   | MAIL | ENVID=a ENVID=a                    | refused
        DSN             | RFC 3461 section 4.1   | RCPT | NOTIFY=NEVER                       | taken
        DSN             | RFC 3461 section 4.1   | RCPT | NOTIFY=SUCCESS,FAILURE,DELAY       | taken
        DSN             | RFC 3461 section 4.1   | RCPT | NOTIFY=success                     | taken
        DSN             | RFC 3461 section 4.1   | RCPT | NOTIFY=NEVER,SUCCESS               | refused
        DSN             | RFC 3461 section 4.1   | RCPT | NOTIFY=SUCCESS,                    | refused
        DSN             | RFC 3461 section 4.1   | RCPT | NOTIFY=PERHAPS                     | refused
        DSN             | RFC 3461 section 4.1   | RCPT | NOTIFY                             | refused
        DSN             | RFC 3461 section 4.2   | RCPT | ORCPT=rfc822;bob@elsewhere.test    | taken
        DSN             | RFC 3461 section 4.2   | RCPT | ORCPT=rfc822;b+2Bc@elsewhere.test  | taken
        DSN             | RFC 3461 section 4.2   | RCPT | ORCPT=bob@elsewhere.test           | refused
        DSN             | RFC 3461 section 4.2   | RCPT | ORCPT=rfc822;b+2@elsewhere.test    | refused
        DSN             | RFC 3461 section 4.1   | MAIL | NOTIFY=NEVER                       | refused
        DSN             | RFC 3461 section 4.3   | RCPT | RET=FULL                           | refused
        AUTH            | RFC 4954 section 5     | MAIL | AUTH=<>                            | taken
        AUTH            | RFC 4954 section 5     | MAIL | AUTH=e+3Dmc2@conformance.test      | taken
        AUTH            | RFC 4954 section 5     | MAIL | AUTH=e+3                           | refused
        AUTH            | RFC 4954 section 5     | MAIL | AUTH=                              | refused
        REQUIRETLS      | RFC 8689 section 3     | MAIL | REQUIRETLS                         | taken
        REQUIRETLS      | RFC 8689 section 3     | MAIL | REQUIRETLS=1                       | refused
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=86400;R                         | taken
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=+86400;RT                       | taken
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=-30;N                           | taken
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=0;N                             | taken
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=0;R                             | refused
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=-30;R                           | refused
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=86400                           | refused
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=86400;X                         | refused
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=1234567890;N                    | refused
        DELIVERBY       | RFC 2852 section 4     | MAIL | BY=;N                              | refused
        FUTURERELEASE   | RFC 4865 section 4     | MAIL | HOLDFOR=60                         | taken
        FUTURERELEASE   | RFC 4865 section 4     | MAIL | HOLDFOR=0                          | refused
        FUTURERELEASE   | RFC 4865 section 4     | MAIL | HOLDFOR=-60                        | refused
        FUTURERELEASE   | RFC 4865 section 4     | MAIL | HOLDFOR=soon                       | refused
        FUTURERELEASE   | RFC 4865 section 4     | MAIL | HOLDUNTIL=tomorrow                 | refused
        FUTURERELEASE   | RFC 4865 section 4     | MAIL | HOLDUNTIL=2099-01-01T00:00:00Z     | refused
        FUTURERELEASE   | RFC 4865 section 4     | MAIL | HOLDFOR=60 HOLDUNTIL=2027-01-01T00:00:00Z | refused
        MT-PRIORITY     | RFC 6710 section 4.1   | MAIL | MT-PRIORITY=0                      | taken
        MT-PRIORITY     | RFC 6710 section 4.1   | MAIL | MT-PRIORITY=-9                     | taken
        MT-PRIORITY     | RFC 6710 section 4.1   | MAIL | mt-priority=9                      | taken
        MT-PRIORITY     | RFC 6710 section 6     | MAIL | MT-PRIORITY=10                     | refused
        MT-PRIORITY     | RFC 6710 section 6     | MAIL | MT-PRIORITY=+3                     | refused
        MT-PRIORITY     | RFC 6710 section 6     | MAIL | MT-PRIORITY=-0                     | refused
        MT-PRIORITY     | RFC 6710 section 6     | MAIL | MT-PRIORITY=03                     | refused
        MT-PRIORITY     | RFC 6710 section 6     | MAIL | MT-PRIORITY                        | refused
        MT-PRIORITY     | RFC 6710 section 4.1   | RCPT | MT-PRIORITY=1                      | refused
        -               | RFC 5321 section 4.1.1.11 | MAIL | XYZZY                           | refused
        -               | RFC 5321 section 4.1.1.11 | MAIL | XYZZY=plugh                     | refused
        -               | RFC 5321 section 4.1.1.11 | RCPT | XYZZY=plugh                     | refused
        -               | RFC 5321 section 4.1.2 | MAIL | =1                                 | refused
        -               | RFC 5321 section 4.1.2 | MAIL | -X=1                               | refused
        """;

    static final List<Check> CHECKS = TABLE.lines().map(Parameters::check).toList();

    private Parameters() {}

    private static Check check(String row) {
        List<String> cells = Arrays.stream(row.split("\\|")).map(String::strip).toList();
        String extension = cells.get(0);
        String verb = cells.get(2);
        boolean taken = cells.get(4).equals("taken");
        return new Check(cells.get(1), verb + " with " + cells.get(3) + " is " + cells.get(4), on -> {
            if (!extension.equals("-")) {
                on.need(extension);
            }
            String parameters = cells.get(3);
            if (parameters.toUpperCase(Locale.ROOT).startsWith("BODY=BINARY")) {
                on.need("CHUNKING");
            }
            if (taken && parameters.startsWith("HOLDFOR") && longestHold(on) < 60) {
                throw Omission.notOffered("messages wait for less than a minute");
            }
            Connection connection = on.session();
            String command = verb.equals("MAIL") ? on.mail() : on.rcpt();
            if (verb.equals("RCPT")) {
                connection.ok(on.mail());
            }
            if (taken) {
                connection.ok(command + ' ' + parameters);
            } else {
                connection.refused(command + ' ' + parameters);
                connection.ok("NOOP");
            }
        });
    }

    private static long longestHold(Examination on) {
        return Long.parseLong(on.need("FUTURERELEASE").get(0));
    }
}
