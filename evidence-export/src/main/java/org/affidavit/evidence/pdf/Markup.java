package org.affidavit.evidence.pdf;

import java.util.List;
import org.affidavit.sessionlog.text.VisibleText;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// An element of the page under construction. Whatever text goes in, the packet's own or evidence,
/// passes through [VisibleText]: no text becomes markup, and none disappears.
final class Markup {
    private final Element element;
    private final VisibleText visible;

    Markup(Element element, VisibleText visible) {
        this.element = element;
        this.visible = visible;
    }

    /// Appends an element and returns it.
    Markup add(String tag) {
        Element child = document().createElement(tag);
        element.appendChild(child);
        return new Markup(child, visible);
    }

    /// Appends an element of a class and returns it.
    Markup add(String tag, String styleClass) {
        return add(tag).set("class", styleClass);
    }

    /// Appends an element with nothing but a text; returns this element.
    Markup line(String tag, String styleClass, String text) {
        add(tag, styleClass).text(text);
        return this;
    }

    Markup set(String attribute, String value) {
        element.setAttribute(attribute, visible.of(value));
        return this;
    }

    /// Appends text.
    Markup text(String text) {
        List<VisibleText.Run> runs = visible.runs(text);
        if (runs.size() == 1 && !runs.getFirst().escaped()) {
            element.appendChild(document().createTextNode(runs.getFirst().text()));
            return this;
        }
        // The engine draws the text of an element before that of its children. Reading order
        // survives only if every run is a child.
        for (VisibleText.Run run : runs) {
            Element span = document().createElement("span");
            if (run.escaped()) {
                span.setAttribute("class", "escape");
            }
            span.appendChild(document().createTextNode(run.text()));
            element.appendChild(span);
        }
        return this;
    }

    private Document document() {
        return element.getOwnerDocument();
    }
}
