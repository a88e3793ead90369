"""What axe finds on a page that keeps people out."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.e2e.visitor import Visitor

# Streamlit says of the box around a required date that it is required, where ARIA wants it said of the input.
NOT_OURS = {("aria-allowed-attr", 'aria-required="true"')}


def barriers(visitor: Visitor) -> list[str]:
    """The serious and critical ones, of the page as it stands once nothing moves or fades."""
    page = visitor.rest().page
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
        if not any(one["id"] == rule and part in node["failureSummary"] for rule, part in NOT_OURS)
    ]
