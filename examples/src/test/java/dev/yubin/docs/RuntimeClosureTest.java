package dev.yubin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Who takes smtp-codec takes these jars, and the README says so. What the jars' own poms ask for is followed to the end. */
class RuntimeClosureTest {
    private static final String OURS = "dev.yubin";
    private static final String MARK = "<!-- runtime closure of smtp-codec -->";
    private static final Path README = Page.HOUSE.resolve("README.md");

    /** As {@code group:artifact}. */
    private static final List<String> OF_SMTP = List.of(
            "dev.yubin:protocol-core",
            "dev.yubin:smtp-codec",
            "io.netty:netty-buffer",
            "io.netty:netty-codec-base",
            "io.netty:netty-common",
            "io.netty:netty-handler",
            "io.netty:netty-resolver",
            "io.netty:netty-transport",
            "io.netty:netty-transport-native-unix-common",
            "org.slf4j:slf4j-api");

    @Test
    void smtpTakesNettySlf4jAndOneJarOfOursAlong() throws Exception {
        assertThat(closure(OURS + ":smtp-codec")).containsExactlyElementsOf(OF_SMTP);
    }

    @Test
    void theReadmePrintsThatList() throws IOException {
        assertThat(printed()).containsExactlyInAnyOrderElementsOf(OF_SMTP);
    }

    private static List<String> printed() throws IOException {
        List<String> lines = Files.readAllLines(README);
        assertThat(lines).contains(MARK);
        return lines.stream()
                .skip(lines.indexOf(MARK) + 2L) // the mark, and the fence
                .takeWhile(line -> !line.startsWith("```"))
                .toList();
    }

    private static Collection<String> closure(String artifact) throws Exception {
        Set<String> closure = new TreeSet<>();
        Deque<String> left = new ArrayDeque<>(List.of(artifact));
        while (!left.isEmpty()) {
            String next = left.pop();
            if (closure.add(next)) {
                left.addAll(runtimeDependencies(next));
            }
        }
        return closure;
    }

    private static List<String> runtimeDependencies(String artifact) throws Exception {
        String group = group(artifact);
        return children(pom(artifact).orElseThrow(), "dependencies")
                .flatMap(dependencies -> children(dependencies, "dependency"))
                .filter(dependency -> !text(dependency, "optional").equals("true"))
                .filter(dependency -> Set.of("", "compile", "runtime").contains(text(dependency, "scope")))
                .map(dependency -> text(dependency, "groupId").replace("${project.groupId}", group) + ":"
                        + text(dependency, "artifactId"))
                .filter(RuntimeClosureTest::isHere)
                .toList();
    }

    /** Netty's parent knows the scope of its tests' libraries, and a jar's pom does not. What is needed at run time is on the class path here. */
    private static boolean isHere(String artifact) {
        try {
            return pom(artifact).isPresent();
        } catch (Exception broken) {
            throw new IllegalStateException("the pom of " + artifact + " cannot be read", broken);
        }
    }

    /** Ours lies in its folder, that of others beside their jar; empty where that is not on the class path. */
    private static Optional<Element> pom(String artifact) throws Exception {
        String group = group(artifact);
        String name = artifact.substring(group.length() + 1);
        Optional<Path> file = group.equals(OURS)
                ? Optional.of(Page.HOUSE.resolve(name).resolve("pom.xml"))
                : jar(group, name)
                        .map(jar ->
                                jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".pom")));
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.get().toFile())
                        .getDocumentElement());
    }

    /** The pom within a jar names what was put into it as well, so it only shows where the jar is. */
    private static Optional<Path> jar(String group, String name) throws Exception {
        URL within = RuntimeClosureTest.class.getResource("/META-INF/maven/" + group + "/" + name + "/pom.properties");
        return within == null
                ? Optional.empty()
                : Optional.of(Path.of(((JarURLConnection) within.openConnection())
                        .getJarFileURL()
                        .toURI()));
    }

    private static String group(String artifact) {
        return artifact.substring(0, artifact.indexOf(':'));
    }

    private static Stream<Element> children(Element in, String name) {
        Stream<Node> nodes = Stream.iterate(in.getFirstChild(), node -> node != null, Node::getNextSibling);
        return nodes.filter(
                        node -> node instanceof Element && node.getNodeName().equals(name))
                .map(Element.class::cast);
    }

    private static String text(Element in, String name) {
        return children(in, name)
                .map(child -> child.getTextContent().strip())
                .findFirst()
                .orElse("");
    }
}
