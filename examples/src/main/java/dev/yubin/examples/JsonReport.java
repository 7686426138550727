package dev.yubin.examples;

import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Note;
import dev.yubin.protocol.diagnosis.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A diagnosis's report as JSON (RFC 8259), for programs: names are those of the library's values, and words for people stand beside them. */
final class JsonReport {
    private JsonReport() {}

    /** On one line. */
    static String of(Report report, Locale language) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("subject", report.subject());
        all.put("passed", report.passed());
        all.put("summary", report.summary(language));
        List<Object> findings = new ArrayList<>();
        report.findings().forEach(finding -> findings.add(members(finding, language)));
        all.put("findings", findings);
        return text(all);
    }

    private static Map<String, Object> members(Finding finding, Locale language) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("step", finding.step());
        members.put("verdict", finding.verdict());
        members.put("host", finding.host());
        members.put("port", finding.port());
        finding.trouble().ifPresent(trouble -> {
            members.put("trouble", trouble);
            members.put("kind", trouble.kind());
            members.put("cause", trouble.cause(language));
            members.put("fix", trouble.fix(language));
        });
        finding.lastReply().ifPresent(reply -> members.put("lastReply", reply));
        List<Object> notes = new ArrayList<>();
        finding.notes().forEach(note -> notes.add(members(note, language)));
        members.put("notes", notes);
        return members;
    }

    private static Map<String, Object> members(Note note, Locale language) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("topic", note.topic());
        members.put("values", note.values());
        members.put("text", note.text(language));
        return members;
    }

    private static String text(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(member -> text(member.getKey()) + ":" + text(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        } else if (value instanceof Collection<?> elements) {
            return elements.stream().map(JsonReport::text).collect(Collectors.joining(",", "[", "]"));
        } else if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return string(value.toString());
    }

    /** Section 7. */
    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
