package dev.whittle.report.internal;

import dev.whittle.model.Verdict;
import dev.whittle.report.Verification;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A verification as the XML that build servers know from JUnit: a test case for each method and for each finding. */
public final class JUnitXml {
    private static final String SUITE = "whittle verify";

    private JUnitXml() {}

    public static String render(Verification verification) {
        StringWriter out = new StringWriter();
        try {
            // The platform's own, whatever lies on the class path: equal results give equal bytes.
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            suites(new Lines(xml), verification);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text cannot be written as XML", e);
        }
        return out.append('\n').toString();
    }

    private static void suites(Lines xml, Verification verification) throws XMLStreamException {
        int tests = verification.methods().size() + verification.findings().size();
        long failed = verification.methods().stream()
                        .filter(m -> !verification.enough(m.verdict()))
                        .count()
                + verification.findings().size();
        xml.start(0, "testsuites", "tests", Integer.toString(tests), "failures", Long.toString(failed));
        xml.start(
                1,
                "testsuite",
                "name",
                SUITE,
                "tests",
                Integer.toString(tests),
                "failures",
                Long.toString(failed),
                "errors",
                "0",
                "skipped",
                "0");
        for (Verification.Method method : verification.methods()) {
            method(xml, method, verification.enough(method.verdict()));
        }
        int number = 0;
        for (Verification.Finding finding : verification.findings()) {
            // Two findings may say the same of two parts: a name must not stand twice.
            String kind = finding.kind().name().toLowerCase(Locale.ROOT);
            xml.start(2, "testcase", "name", kind + " finding " + ++number, "classname", SUITE);
            failure(xml, "finding." + kind, finding.text());
            xml.end(2);
        }
        xml.end(1);
        xml.end(0);
    }

    private static void method(Lines xml, Verification.Method method, boolean passed) throws XMLStreamException {
        String owner = method.id().owner().replace('/', '.');
        String name = method.id().name() + method.id().descriptor();
        Verdict verdict = method.verdict();
        xml.start(2, "testcase", "name", name, "classname", owner);
        String said = Words.verdict(verdict) + (verdict instanceof Verdict.Proved ? "" : ": " + Words.because(verdict));
        if (!passed) {
            failure(xml, Words.kind(verdict), said);
        } else if (!(verdict instanceof Verdict.Proved)) {
            xml.text(3, "system-out", said);
        }
        xml.end(2);
    }

    private static void failure(Lines xml, String type, String message) throws XMLStreamException {
        xml.start(3, "failure", "message", message, "type", type);
        xml.endHere();
    }

    /** Elements on lines of their own. */
    private record Lines(XMLStreamWriter xml) {
        void start(int depth, String name, String... attributes) throws XMLStreamException {
            indent(depth);
            xml.writeStartElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                xml.writeAttribute(attributes[i], Words.xml(attributes[i + 1]));
            }
        }

        void text(int depth, String name, String text) throws XMLStreamException {
            start(depth, name);
            xml.writeCharacters(Words.xml(text));
            endHere();
        }

        void end(int depth) throws XMLStreamException {
            indent(depth);
            endHere();
        }

        void endHere() throws XMLStreamException {
            xml.writeEndElement();
        }

        private void indent(int depth) throws XMLStreamException {
            xml.writeCharacters("\n" + "  ".repeat(depth));
        }
    }
}
