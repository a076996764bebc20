package org.affidavit.evidence.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.affidavit.evidence.report.Cover;
import org.affidavit.evidence.report.Report;
import org.affidavit.sessionlog.text.VisibleText;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// Turns a report into the document that the layout engine sets.
final class PacketPage {
    private final VisibleText visible;

    PacketPage(VisibleText visible) {
        this.visible = visible;
    }

    Document write(Report report, CheckCommands commands) throws IOException {
        Document document = empty();
        Element html = document.createElement("html");
        html.setAttribute("lang", "en");
        document.appendChild(html);
        var root = new Markup(html, visible);
        Markup head = root.add("head");
        head.add("title").text(report.cover().title());
        meta(head, "subject", "Evidence packet " + report.cover().packetId());
        meta(head, "author", report.cover().preparedBy());
        style(head);
        Markup body = root.add("body");
        running(body, report);
        CoverPage.write(body, report.cover());
        Markup contents = body.add("div", "section");
        var sections = new Sections(body);
        TrustPage.write(sections, report, commands);
        SummaryPages.scope(sections, report);
        SummaryPages.results(sections, report);
        SessionPages.write(sections, report);
        RegisterPages.approvals(sections, report);
        RegisterPages.masking(sections, report);
        ClosingPages.integrity(sections, report);
        ClosingPages.limitations(sections, report);
        ClosingPages.annex(sections, report);
        CoverPage.contents(contents, sections.entries());
        Markup bookmarks = head.add("bookmarks");
        sections.entries().stream()
                .filter(entry -> entry.level() == 1)
                .forEach(entry -> bookmark(bookmarks, entry, sections));
        return document;
    }

    private static void bookmark(Markup parent, Sections.Entry entry, Sections sections) {
        Markup bookmark =
                parent.add("bookmark").set("name", entry.title()).set("href", "#" + entry.id());
        if (entry.title().endsWith("  Sessions")) {
            sections.entries().stream()
                    .filter(each -> each.level() == 2)
                    .forEach(each ->
                            bookmark.add("bookmark")
                                    .set("name", each.title())
                                    .set("href", "#" + each.id()));
        }
    }

    private static void running(Markup body, Report report) {
        body.add("div", "running-head").line("span", "", heading(report.cover()));
        body.add("div", "running-foot").line("span", "", report.cover().packetId());
    }

    private static String heading(Cover cover) {
        return cover.organisation().isEmpty()
                ? cover.title()
                : cover.title() + "  \u00b7  " + cover.organisation();
    }

    private static void meta(Markup head, String name, String content) {
        head.add("meta").set("name", name).set("content", content);
    }

    private static void style(Markup head) throws IOException {
        try (InputStream css = PacketPage.class.getResourceAsStream("packet.css")) {
            if (css == null) {
                throw new IOException("This installation lacks the style of packets");
            }
            head.add("style").text(new String(css.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Document empty() {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every Java platform builds XML documents", e);
        }
    }
}
