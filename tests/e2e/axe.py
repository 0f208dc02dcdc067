"""axe-core on a page, and its width: what breaks WCAG 2.2 AA, best practices, or the edge of a phone."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that look at colours: by night only they can find what they did not find by day."""
SEARCH = """async (rules) => (await axe.run({runOnly: rules, resultTypes: ["violations"]})).violations
  .map((rule) => ({id: rule.id, help: rule.help, nodes: rule.nodes.map((node) => node.html)}))"""
READ_ONCE = """(() => {
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else { read.call(this, text); known.set(text, [this.r, this.g, this.b, this.alpha]); }
    return this;
  };
})()"""
"""A page has a dozen colours, and axe reads them thousands of times: half of its time went there."""
Rules = Mapping[str, object]
PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
COMING = "main .bone"
"""What stands in place of a page while it loads."""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Page, rules: Rules = ALL) -> list[str]:
    """One line per violation: rule, help, and the first elements that break it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(f"{Axe().axe_script}\n;{READ_ONCE}")
    found = page.evaluate(SEARCH, rules)
    return [f"{rule['id']}: {rule['help']} — " + "; ".join(node[:160] for node in rule["nodes"][:3]) for rule in found]


def faults(page: Page) -> list[str]:
    """What is wrong with a page that stands still, on a phone and on a desk, by day and by night."""
    found: list[str] = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        width = f"{size['width']} px"
        if page.evaluate(OVERFLOW):
            found.append(f"{width}: scrolls sideways by {page.evaluate(OVERFLOW)} px")
        for scheme, rules in (("light", ALL), ("dark", OF_COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found += [f"{width}, {scheme}: {one}" for one in violations(page, rules)]
    return found


def glanced(page: Page) -> list[str]:
    """What is wrong with a page on a phone by day, and with its colours and its width on a desk by night."""
    found: list[str] = []
    for size, scheme, rules in ((PHONE, "light", ALL), (DESKTOP, "dark", OF_COLOURS)):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        if page.evaluate(OVERFLOW):
            found.append(f"{size['width']} px: scrolls sideways by {page.evaluate(OVERFLOW)} px")
        found += [f"{size['width']} px, {scheme}: {one}" for one in violations(page, rules)]
    return found


def faults_at(page: Page, address: str, sight: str) -> list[str]:
    """Open an address, wait until `sight` stands there and nothing is on its way any more, then look for faults."""
    page.goto(address)
    expect(page.locator(sight).first).to_be_visible()
    expect(page.locator(COMING)).to_have_count(0)
    return faults(page)
