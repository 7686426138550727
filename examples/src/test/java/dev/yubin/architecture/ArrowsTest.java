package dev.yubin.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The house stands as it was drawn: which module sees which, in poms and in classes, and what the outside is shown. */
class ArrowsTest {
    /** What others wrote and some module may use: the groupId in a pom, the packages in a class. */
    private enum Library {
        NETTY("io.netty", "io.netty"),
        SLF4J("org.slf4j", "org.slf4j"),
        GUAVA("com.google.guava", "com.google.common"),
        JUNIT("org.junit.jupiter", "org.junit", "org.opentest4j"),
        ASSERTJ("org.assertj", "org.assertj"),
        SQLITE("org.xerial", "org.sqlite");

        private final String groupId;
        private final List<String> packages;

        Library(String groupId, String... packages) {
            this.groupId = groupId;
            this.packages = List.of(packages);
        }
    }

    /** A module, its package, and what it may see. What those see, it sees too. */
    private enum Module {
        MAILBOX("mailbox-spi", "dev.yubin.mailbox", sees(), with()),
        PROTOCOL("protocol-core", "dev.yubin.protocol", sees(), with(Library.NETTY, Library.SLF4J)),
        SMTP("smtp-codec", "dev.yubin.smtp", sees(PROTOCOL), with()),
        POP3("pop3-codec", "dev.yubin.pop3", sees(PROTOCOL, MAILBOX), with()),
        IMAP("imap-codec", "dev.yubin.imap", sees(PROTOCOL, MAILBOX), with()),
        ROUTING("routing-core", "dev.yubin.routing", sees(SMTP, MAILBOX), with(Library.NETTY, Library.GUAVA)),
        CONFORMANCE("conformance", "dev.yubin.conformance", sees(MAILBOX), with(Library.JUNIT, Library.ASSERTJ)),
        SQLITE(
                "mailbox-stores/sqlite",
                "mailbox-store-sqlite",
                "dev.yubin.mailbox.sqlite",
                sees(MAILBOX),
                with(Library.SQLITE)),
        SPOOL_CONFORMANCE(
                "mail-spools/conformance",
                "mail-spool-conformance",
                "dev.yubin.spool.conformance",
                sees(ROUTING),
                with(Library.JUNIT, Library.ASSERTJ)),
        SPOOL_SQLITE(
                "mail-spools/sqlite", "mail-spool-sqlite", "dev.yubin.spool.sqlite", sees(ROUTING, SQLITE), with());

        /** What tests of others extend. */
        private static final Set<Module> KITS = Set.of(CONFORMANCE, SPOOL_CONFORMANCE);

        private final String directory;
        private final String artifactId;
        private final String root;
        private final Set<Module> modules = new LinkedHashSet<>();
        private final Set<Library> libraries = new LinkedHashSet<>();

        /** A module whose artifactId is its directory's name. */
        Module(String directory, String root, List<Module> sees, List<Library> with) {
            this(directory, directory, root, sees, with);
        }

        Module(String directory, String artifactId, String root, List<Module> sees, List<Library> with) {
            this.directory = directory;
            this.artifactId = artifactId;
            this.root = root;
            this.libraries.addAll(with);
            for (Module module : sees) {
                this.modules.add(module);
                this.modules.addAll(module.modules);
                this.libraries.addAll(module.libraries);
            }
        }

        private static List<Module> sees(Module... modules) {
            return List.of(modules);
        }

        private static List<Library> with(Library... libraries) {
            return List.of(libraries);
        }

        /** The module whose pom lies in {@code directory}. */
        static Optional<Module> in(String directory) {
            return Stream.of(values())
                    .filter(module -> module.directory.equals(directory))
                    .findFirst();
        }

        static Optional<Module> named(String artifactId) {
            return Stream.of(values())
                    .filter(module -> module.artifactId.equals(artifactId))
                    .findFirst();
        }

        /** A store's package lies below that of what it implements, so the nearest is the one. */
        static Optional<Module> of(JavaClass type) {
            return Stream.of(values())
                    .filter(module -> within(type.getPackageName(), module.root))
                    .max(Comparator.comparingInt(module -> module.root.length()));
        }

        boolean maySee(String packageName) {
            return within(packageName, root)
                    || modules.stream().anyMatch(module -> within(packageName, module.root))
                    || libraries.stream()
                            .flatMap(library -> library.packages.stream())
                            .anyMatch(library -> within(packageName, library));
        }

        boolean maySee(Dependency dependency) {
            if (dependency.isOurs()) {
                Optional<Module> other = named(dependency.artifactId);
                return other.isPresent()
                        && (modules.contains(other.get()) || KITS.contains(other.get()) && dependency.inTestsOnly());
            }
            return dependency.inTestsOnly()
                    || libraries.stream().anyMatch(library -> library.groupId.equals(dependency.groupId));
        }
    }

    /** One dependency that a pom names. */
    private record Dependency(
            String pom, String groupId, String artifactId, String type, String classifier, String scope) {
        boolean isOurs() {
            return groupId.equals("dev.yubin") || groupId.equals("${project.groupId}");
        }

        boolean inTestsOnly() {
            return scope.equals("test");
        }

        @Override
        public String toString() {
            return pom + " names " + groupId + ":" + artifactId + (type.isEmpty() ? "" : ":" + type)
                    + (scope.isEmpty() ? "" : " in scope " + scope);
        }
    }

    /** These see everything, and nothing sees them. */
    private static final Set<String> ONLOOKERS = Set.of("examples", "benchmarks");

    /** What is in the JDK and is not {@code java.*}, named by part: mail APIs would begin with {@code javax} as well. */
    private static final List<String> JDK =
            List.of("java", "jdk", "javax.crypto", "javax.naming", "javax.net", "javax.security");

    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.yubin");

    // The poms.

    @Test
    void everyModuleHasItsRow() {
        List<String> rows =
                Stream.of(Module.values()).map(module -> module.directory).toList();
        List<String> jars = poms().stream()
                .filter(pom -> text(pom.xml(), "packaging").isEmpty())
                .map(Pom::directory)
                .filter(directory -> !ONLOOKERS.contains(directory))
                .toList();

        assertThat(jars).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void aPomNamesOnlyWhatItsModuleMaySee() {
        List<Dependency> wrong = poms().stream()
                .flatMap(pom -> Module.in(pom.directory()).stream()
                        .flatMap(
                                module -> pom.dependencies().stream().filter(dependency -> !module.maySee(dependency))))
                .toList();

        assertThat(wrong).isEmpty();
    }

    @Test
    void anAggregatorHandsNothingDown() {
        List<Dependency> handedDown = poms().stream()
                .filter(pom -> text(pom.xml(), "packaging").equals("pom"))
                .flatMap(pom -> pom.dependencies().stream())
                .toList();

        assertThat(handedDown).isEmpty();
    }

    @Test
    void nothingSeesExamplesAndBenchmarks() {
        List<Dependency> wrong = poms().stream()
                .flatMap(pom -> pom.dependencies().stream())
                .filter(dependency -> dependency.isOurs() && ONLOOKERS.contains(dependency.artifactId()))
                .toList();

        assertThat(wrong).isEmpty();
    }

    @Test
    void noPomNamesATestJar() {
        List<Dependency> wrong = poms().stream()
                .flatMap(pom -> pom.dependencies().stream())
                .filter(dependency -> dependency.type().equals("test-jar")
                        || dependency.classifier().equals("tests"))
                .toList();

        assertThat(wrong).isEmpty();
    }

    // The classes.

    @Test
    void aClassUsesOnlyWhatItsModuleMaySee() {
        assertThat(CLASSES).as("classes of ours").isNotEmpty();
        Set<String> wrong = violations(type -> Module.of(type).stream()
                .flatMap(module -> type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> !target.isPrimitive() && !ofTheJdk(target))
                        .filter(target -> !module.maySee(target.getPackageName()))
                        .map(target -> type.getName() + " uses " + target.getName())));

        assertThat(wrong).isEmpty();
    }

    @Test
    void everyClassBelongsToAModule() {
        Set<String> wrong = violations(type -> Stream.of(type)
                .filter(any -> Module.of(any).isEmpty())
                .filter(any -> ONLOOKERS.stream().noneMatch(o -> within(any.getPackageName(), "dev.yubin." + o)))
                .map(JavaClass::getName));

        assertThat(wrong).isEmpty();
    }

    /** A value and a session's table need no channel: commands go in, replies come out. */
    @Test
    void valuesAndTablesKnowNothingOfNetty() {
        Set<Module> protocols = Set.of(Module.SMTP, Module.POP3, Module.IMAP);
        Set<String> wrong = violations(type -> Module.of(type)
                .filter(protocols::contains)
                .filter(module -> Stream.of("codec", "server", "client", "internal")
                        .noneMatch(part -> within(type.getPackageName(), module.root + "." + part)))
                .stream()
                .flatMap(module -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> within(target.getPackageName(), "io.netty"))
                .map(target -> type.getName() + " uses " + target.getName()));

        assertThat(wrong).isEmpty();
    }

    // What the outside is shown.

    @Test
    void nettyIsShownInCodecPackagesOnly() {
        assertThat(shown(ArrowsTest::ofACodec, "io.netty")).isEmpty();
    }

    @Test
    void guavaAndMailApisAreNeverShown() {
        assertThat(shown(type -> false, "com.google", "javax.mail", "jakarta")).isEmpty();
    }

    @Test
    void aModuleExportsWhatIsPublicAndNothingInternal() throws IOException {
        for (ModuleDescriptor descriptor : descriptors()) {
            String root = descriptor.name();
            Set<String> exported = descriptor.exports().stream()
                    .filter(exports -> !exports.isQualified())
                    .map(Exports::source)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> open = CLASSES.stream()
                    .filter(type -> Module.of(type).stream().anyMatch(module -> module.root.equals(root)))
                    .filter(ArrowsTest::canBeNamed)
                    .map(JavaClass::getPackageName)
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(exported).as("exports of %s", root).isEqualTo(open);
        }
    }

    @Test
    void namesSayWhatAThingIs() {
        Set<String> wrong = violations(type -> Stream.of(type)
                .filter(any -> any.getSimpleName().matches("Abstract\\p{Upper}.*|.*(Impl|Manager|Helper|Utils?)"))
                .map(JavaClass::getName));

        assertThat(wrong).isEmpty();
    }

    /** What stands in a signature that an application can name, comes from {@code foreign}, and is not excused. */
    private static Set<String> shown(Function<JavaClass, Boolean> excused, String... foreign) {
        return violations(type -> Stream.of(type)
                .filter(any -> Module.of(any).isPresent() && canBeNamed(any) && !excused.apply(any))
                .flatMap(ArrowsTest::signatures)
                .filter(part -> Stream.of(foreign).anyMatch(root -> within(part.getPackageName(), root)))
                .map(part -> type.getName() + " shows " + part.getName()));
    }

    /** Every type in what an application sees of {@code type}: its supertypes, and its public and protected members. */
    private static Stream<JavaClass> signatures(JavaClass type) {
        List<JavaType> parts = new ArrayList<>();
        type.getSuperclass().ifPresent(parts::add);
        parts.addAll(type.getInterfaces());
        parts.addAll(bounds(type.getTypeParameters()));
        for (JavaField field : type.getFields()) {
            if (open(field.getModifiers())) {
                parts.add(field.getType());
            }
        }
        for (JavaCodeUnit unit : type.getCodeUnits()) {
            if (open(unit.getModifiers())) {
                parts.add(unit.getReturnType());
                parts.addAll(unit.getParameterTypes());
                parts.addAll(unit.getExceptionTypes());
                if (unit instanceof JavaMethod method) {
                    parts.addAll(bounds(method.getTypeParameters()));
                } else if (unit instanceof JavaConstructor constructor) {
                    parts.addAll(bounds(constructor.getTypeParameters()));
                }
            }
        }
        return parts.stream().flatMap(part -> part.getAllInvolvedRawTypes().stream());
    }

    private static List<JavaType> bounds(List<? extends JavaTypeVariable<?>> variables) {
        return variables.stream()
                .flatMap(variable -> variable.getUpperBounds().stream())
                .toList();
    }

    private static boolean canBeNamed(JavaClass type) {
        return List.of(type.getPackageName().split("\\.")).stream().noneMatch("internal"::equals)
                && open(type.getModifiers())
                && type.getEnclosingClass().map(ArrowsTest::canBeNamed).orElse(true);
    }

    private static boolean open(Set<JavaModifier> modifiers) {
        return (modifiers.contains(PUBLIC) || modifiers.contains(PROTECTED)) && !modifiers.contains(SYNTHETIC);
    }

    private static boolean ofACodec(JavaClass type) {
        return List.of(type.getPackageName().split("\\.")).contains("codec");
    }

    private static boolean ofTheJdk(JavaClass type) {
        return JDK.stream().anyMatch(part -> within(type.getPackageName(), part));
    }

    private static boolean within(String packageName, String root) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    private static Set<String> violations(Function<JavaClass, Stream<String>> rule) {
        return CLASSES.stream().flatMap(rule).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<ModuleDescriptor> descriptors() throws IOException {
        List<ModuleDescriptor> ours = new ArrayList<>();
        for (URL url : Collections.list(ArrowsTest.class.getClassLoader().getResources("module-info.class"))) {
            try (InputStream in = url.openStream()) {
                ModuleDescriptor descriptor = ModuleDescriptor.read(in);
                if (within(descriptor.name(), "dev.yubin")) {
                    ours.add(descriptor);
                }
            }
        }
        assertThat(ours)
                .extracting(ModuleDescriptor::name)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Module.values()).map(module -> module.root).toList());
        return ours;
    }

    /** A pom as it is written, not as Maven completes it. */
    private record Pom(String directory, Element xml) {
        List<Dependency> dependencies() {
            return select(xml, "dependencies/dependency | profiles/profile/dependencies/dependency").stream()
                    .map(dependency -> new Dependency(
                            directory + "/pom.xml",
                            text(dependency, "groupId"),
                            text(dependency, "artifactId"),
                            text(dependency, "type"),
                            text(dependency, "classifier"),
                            text(dependency, "scope")))
                    .toList();
        }
    }

    private static List<Pom> poms() {
        List<Pom> all = new ArrayList<>();
        collect("", all);
        return all;
    }

    private static void collect(String directory, List<Pom> all) {
        Path file = HOUSE.resolve(directory).resolve("pom.xml");
        try (InputStream in = Files.newInputStream(file)) {
            Element xml = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
            all.add(new Pom(directory, xml));
            for (Element module : select(xml, "modules/module | profiles/profile/modules/module")) {
                String child = module.getTextContent().strip();
                collect(directory.isEmpty() ? child : directory + "/" + child, all);
            }
        } catch (Exception broken) {
            throw new IllegalStateException(file + " does not read as a pom", broken);
        }
    }

    private static List<Element> select(Element in, String path) {
        XPath xpath = XPathFactory.newInstance().newXPath();
        try {
            NodeList found = (NodeList) xpath.evaluate(path, in, XPathConstants.NODESET);
            return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
                    .map(i -> (Element) found.item(i))
                    .toList();
        } catch (Exception broken) {
            throw new IllegalArgumentException(path, broken);
        }
    }

    private static String text(Element in, String name) {
        return select(in, name).stream()
                .map(element -> element.getTextContent().strip())
                .findFirst()
                .orElse("");
    }
}
