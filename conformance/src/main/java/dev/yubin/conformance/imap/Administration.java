package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import dev.yubin.conformance.internal.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** ACL, QUOTA and METADATA, and LIST that tells of them: RFC 4314, 9208, 5464, 8440 and 9590. */
final class Administration {
    private static final String ENTRY = "/private/comment";

    static final List<Check> CHECKS = List.of(
            acl("2.1", "MYRIGHTS tells the owner's rights, with a and l", on -> {
                String box = on.box();
                Response mine = on.session().ok("MYRIGHTS " + box).one("MYRIGHTS");
                on.session().require(mine.value(0).text().equals(box), "it is of another");
                on.session()
                        .require(
                                mine.value(1).text().contains("a")
                                        && mine.value(1).text().contains("l"),
                                "one is missing");
            }),
            acl("3.6", "GETACL tells identifiers and their rights, of the owner too", on -> {
                String box = on.box();
                Map<String, String> rights = rights(on.session(), box);
                on.session().require(!rights.isEmpty(), "there are none");
            }),
            acl("3.7", "LISTRIGHTS tells what the owner has for ever, and what can be given", on -> {
                String box = on.box();
                Response listed = on.session()
                        .ok("LISTRIGHTS " + box + ' '
                                + Examination.quoted(on.target().user()))
                        .one("LISTRIGHTS");
                on.session().require(listed.values().size() >= 3, "there are too few");
            }),
            acl("3.1", "SETACL gives rights, + adds some, - takes some, and DELETEACL all", on -> {
                String other = Examination.quoted(on.other());
                String box = on.box();
                Connection connection = on.session();
                connection.ok("SETACL " + box + ' ' + other + " lr");
                connection.require(has(connection, box, on.other(), "lr", "s"), "lr is not given");
                connection.ok("SETACL " + box + ' ' + other + " +s");
                connection.require(has(connection, box, on.other(), "lrs", ""), "s is not added");
                connection.ok("SETACL " + box + ' ' + other + " -r");
                connection.require(has(connection, box, on.other(), "ls", "r"), "r is not taken");
                connection.ok("DELETEACL " + box + ' ' + other);
                connection.require(
                        rights(connection, box).getOrDefault(on.other(), "").isEmpty(), "some are left");
            }),
            acl("3.1", "a right that nobody knows is refused", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.refused("SETACL " + box + " somebody Z");
                connection.ok("NOOP");
            }),
            acl("3", "ACL commands of no mailbox are refused by NO", on -> {
                String name = on.name();
                Connection connection = on.session();
                connection.no("GETACL " + name);
                connection.no("MYRIGHTS " + name);
                connection.no("SETACL " + name + " somebody l");
            }),
            acl("6", "ACL commands without their arguments are BAD", on -> {
                Connection connection = on.session();
                connection.bad("GETACL");
                connection.bad("SETACL INBOX somebody");
                connection.bad("LISTRIGHTS INBOX");
                connection.bad("DELETEACL INBOX");
                connection.ok("NOOP");
            }),
            quota("4.2", "GETQUOTAROOT tells roots, and the quota of each", on -> {
                Answer answer = on.session().ok("GETQUOTAROOT INBOX");
                Response roots = answer.one("QUOTAROOT");
                answer.connection().require(roots.value(0).text().equalsIgnoreCase("INBOX"), "it is of another");
                answer.connection()
                        .require(answer.all("QUOTA").size() == roots.values().size() - 1, "there is one for each root");
            }),
            quota("4.1", "GETQUOTA tells usage and limit of each resource", on -> {
                Connection connection = on.session();
                Value resources = connection
                        .ok("GETQUOTA " + Examination.quoted(root(connection)))
                        .one("QUOTA")
                        .value(1);
                connection.require(resources.size() % 3 == 0, "each has three parts");
                for (int i = 0; i < resources.size(); i += 3) {
                    connection.require(
                            resources.item(i + 1).isNumber()
                                    && resources.item(i + 2).isNumber(),
                            "two are numbers");
                }
            }),
            quota("4.1", "the usage grows with a message", on -> {
                String box = on.box();
                Connection connection = on.session();
                Map<String, Long> before = usage(connection);
                if (!before.containsKey("MESSAGE") && !before.containsKey("STORAGE")) {
                    throw Omission.notOffered("neither MESSAGE nor STORAGE is bounded");
                }
                for (int i = 0; i < 3; i++) {
                    Examination.append(connection, box, "", Letters.small("large", "x".repeat(1000) + "\n"));
                }
                Map<String, Long> after = usage(connection);
                before.forEach((resource, used) -> connection.require(
                        resource.startsWith("MAILBOX") || after.get(resource) > used, resource + " does not grow"));
            }),
            quota(
                    "4.1",
                    "GETQUOTA of no root is refused by NO",
                    on -> on.session().no("GETQUOTA no-such-root-of-conformance")),
            quota(
                    "4.2",
                    "GETQUOTAROOT of no mailbox is refused, or names a root",
                    on -> on.session().say("GETQUOTAROOT " + on.name())),
            quota("7", "GETQUOTA without a root is BAD", on -> on.session().bad("GETQUOTA")),
            metadata("4.3", "SETMETADATA keeps a value, which GETMETADATA tells", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.ok("SETMETADATA " + box + " (" + ENTRY + " \"my words\")");
                connection.require(value(connection, box, ENTRY).text().equals("my words"), "it is another");
            }),
            metadata("4.3", "a value may be a literal of many octets", on -> {
                String box = on.box();
                String value = "line\r\n".repeat(20);
                Connection connection = on.session();
                connection.ok("SETMETADATA " + box + " (" + ENTRY + " {" + value.length() + "}", value + ")");
                connection.require(value(connection, box, ENTRY).text().equals(value), "it is another");
            }),
            metadata("4.3", "NIL removes a value", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.ok("SETMETADATA " + box + " (" + ENTRY + " \"x\")");
                connection.ok("SETMETADATA " + box + " (" + ENTRY + " NIL)");
                Answer answer = connection.ok("GETMETADATA " + box + ' ' + ENTRY);
                connection.require(
                        answer.all("METADATA").stream()
                                .allMatch(data -> data.value(1).item(1).isNil()),
                        "it is there");
            }),
            metadata("4.2", "GETMETADATA takes several entries", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.ok("SETMETADATA " + box + " (" + ENTRY + " \"one\" /private/vendor/conformance/x \"two\")");
                Map<String, Value> all =
                        entries(connection.ok("GETMETADATA " + box + " (" + ENTRY + " /private/vendor/conformance/x)"));
                connection.require(
                        all.get(Examination.upper(ENTRY)).text().equals("one") && all.size() == 2, "one is missing");
            }),
            metadata("4.2.2", "DEPTH infinity tells what is below", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.ok("SETMETADATA " + box
                        + " (/private/vendor/conformance/a \"1\" /private/vendor/conformance/b \"2\")");
                connection.require(
                        entries(connection.ok("GETMETADATA (DEPTH infinity) " + box + " /private/vendor/conformance"))
                                        .size()
                                == 2,
                        "there are 2");
            }),
            metadata("4.2.1", "MAXSIZE leaves longer values out, and tells the longest", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.ok("SETMETADATA " + box + " (" + ENTRY + " \"0123456789\")");
                Answer answer = connection.ok("GETMETADATA (MAXSIZE 5) " + box + ' ' + ENTRY);
                connection.require(
                        answer.tagged().code().equalsIgnoreCase("METADATA LONGENTRIES 10"), "the code is another");
            }),
            metadata("4.3", "an entry that is neither private nor shared is refused", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.refused("SETMETADATA " + box + " (/other/comment \"x\")");
                connection.refused("SETMETADATA " + box + " (/private/a*b \"x\")");
                connection.ok("NOOP");
            }),
            metadata("4", "METADATA of no mailbox is refused by NO", on -> {
                String name = on.name();
                Connection connection = on.session();
                connection.no("GETMETADATA " + name + ' ' + ENTRY);
                connection.no("SETMETADATA " + name + " (" + ENTRY + " \"x\")");
            }),
            metadata("5", "METADATA commands without their arguments are BAD", on -> {
                Connection connection = on.session();
                connection.bad("GETMETADATA INBOX");
                connection.bad("SETMETADATA INBOX");
                connection.bad("SETMETADATA INBOX (" + ENTRY + ")");
                connection.ok("NOOP");
            }),
            rfc(5464, "4.3", "annotations go with a mailbox that is renamed", on -> {
                        String box = on.box();
                        String to = on.name();
                        Connection connection = on.session();
                        connection.ok("SETMETADATA " + box + " (" + ENTRY + " \"kept\")");
                        connection.ok("RENAME " + box + ' ' + to);
                        connection.require(value(connection, to, ENTRY).text().equals("kept"), "they do not");
                    })
                    .needing("METADATA"),
            listed(
                    8440,
                    "LIST-MYRIGHTS",
                    "LIST RETURN (MYRIGHTS) tells each mailbox's behind it, as MYRIGHTS does",
                    on -> {
                        String box = on.box();
                        Connection connection = on.session();
                        String mine = connection
                                .ok("MYRIGHTS " + box)
                                .one("MYRIGHTS")
                                .value(1)
                                .text();
                        Answer answer = connection.ok("LIST \"\" (INBOX " + box + ") RETURN (MYRIGHTS)");
                        Response rights = behind(answer, "MYRIGHTS", box);
                        connection.require(rights.value(1).text().equals(mine), "they are others");
                        behind(answer, "MYRIGHTS", "INBOX");
                    }),
            listed(8440, "LIST-MYRIGHTS", "nothing is told of the rights of what is no mailbox", on -> {
                String name = on.box();
                Connection connection = on.session();
                connection.ok("SUBSCRIBE " + name);
                connection.ok("DELETE " + name);
                Answer answer = connection.ok("LIST (SUBSCRIBED) \"\" " + name + " RETURN (MYRIGHTS)");
                connection.ok("UNSUBSCRIBE " + name);
                connection.require(!answer.has("MYRIGHTS"), "they are told");
            }),
            listed(9590, "LIST-METADATA", "LIST RETURN (METADATA ...) tells each mailbox's behind it", on -> {
                String one = on.box();
                String other = on.box();
                Connection connection = on.session();
                connection.ok("SETMETADATA " + one + " (" + ENTRY + " \"one\")");
                connection.ok("SETMETADATA " + other + " (" + ENTRY + " \"other\")");
                Answer answer =
                        connection.ok("LIST \"\" (" + one + ' ' + other + ") RETURN (METADATA (" + ENTRY + "))");
                for (Map.Entry<String, String> each :
                        Map.of(one, "one", other, "other").entrySet()) {
                    Value told = behind(answer, "METADATA", each.getKey()).value(1);
                    connection.require(told.texts().equals(List.of(ENTRY, each.getValue())), "it is another");
                }
            }),
            listed(9590, "LIST-METADATA", "METADATA of nothing, or of what is no entry, is BAD", on -> {
                Connection connection = on.session();
                connection.bad("LIST \"\" INBOX RETURN (METADATA)");
                connection.bad("LIST \"\" INBOX RETURN (METADATA ())");
                connection.ok("NOOP");
            }));

    private Administration() {}

    private static Check acl(String section, String title, Check.Steps steps) {
        return rfc(4314, section, title, steps).needing("ACL");
    }

    private static Check quota(String section, String title, Check.Steps steps) {
        return rfc(9208, section, title, steps).needing("QUOTA");
    }

    private static Check metadata(String section, String title, Check.Steps steps) {
        return rfc(5464, section, title, steps).needing("METADATA");
    }

    private static Check listed(int rfc, String capability, String title, Check.Steps steps) {
        return rfc(rfc, "3", title, steps).needing(capability);
    }

    /** What is told of this mailbox, behind its LIST. */
    private static Response behind(Answer answer, String name, String box) {
        boolean listed = false;
        for (Response response : answer.untagged()) {
            listed |= response.name().equals("LIST") && response.value(2).text().equals(box);
            if (response.name().equals(name) && response.value(0).text().equals(box)) {
                answer.connection().require(listed, name + " comes before LIST");
                return response;
            }
        }
        throw answer.connection().failure(name + " of " + box + " is missing");
    }

    private static Map<String, String> rights(Connection connection, String box) {
        Response acl = connection.ok("GETACL " + box).one("ACL");
        connection.require(acl.value(0).text().equals(box), "it is of another");
        Map<String, String> rights = new TreeMap<>();
        for (int i = 1; i + 1 < acl.values().size(); i += 2) {
            rights.put(acl.value(i).text(), acl.value(i + 1).text());
        }
        return rights;
    }

    private static boolean has(Connection connection, String box, String who, String all, String none) {
        String rights = rights(connection, box).getOrDefault(who, "");
        return all.chars().allMatch(right -> rights.indexOf(right) >= 0)
                && none.chars().noneMatch(right -> rights.indexOf(right) >= 0);
    }

    private static String root(Connection connection) {
        List<Value> roots = connection.ok("GETQUOTAROOT INBOX").one("QUOTAROOT").values();
        if (roots.size() < 2) {
            throw Omission.notOffered("INBOX has no quota root");
        }
        return roots.get(1).text();
    }

    private static Map<String, Long> usage(Connection connection) {
        Map<String, Long> usage = new TreeMap<>();
        Value resources = connection
                .ok("GETQUOTA " + Examination.quoted(root(connection)))
                .one("QUOTA")
                .value(1);
        for (int i = 0; i + 2 < resources.size(); i += 3) {
            usage.put(
                    Examination.upper(resources.item(i).text()),
                    resources.item(i + 1).number());
        }
        return usage;
    }

    private static Map<String, Value> entries(Answer answer) {
        List<Value> all = new ArrayList<>();
        answer.all("METADATA").forEach(data -> all.addAll(data.value(1).items()));
        return new Value(Value.Kind.LIST, "", all).pairs();
    }

    private static Value value(Connection connection, String box, String entry) {
        return entries(connection.ok("GETMETADATA " + box + ' ' + entry)).get(Examination.upper(entry));
    }
}
