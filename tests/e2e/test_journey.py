"""The product's main job from end to end: an export comes in, a goal is set, and tomorrow it is still there."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.server import Server
from tests.e2e.visitor import Visitor, visiting
from tests.worlds import SHARED

LOG = SHARED / "data" / "servicenow_incident_log" / "incident_event_log_sample.csv"
HEADERS = (
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,"
    "sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,"
    "cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,"
    "rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at"
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The real event log, or where it is not, one of the same format: two updates of each of 60 incidents."""
    if LOG.exists():
        return LOG
    lines = [HEADERS]
    for number in range(60):
        month, day = 3 + number % 3, 1 + number % 27
        opened, solved = f"{day}/{month}/2016 09:{number % 60:02}", f"{day}/{month}/2016 15:30"
        for state, at in (("New", opened), ("Closed", solved)):
            kept = "true" if number % 5 else "false"
            known = {
                "number": f"INC{number:07}",
                "incident_state": state,
                "made_sla": kept if state == "Closed" else "true",
                "reassignment_count": "0",
                "reopen_count": "0",
                "opened_at": opened,
                "sys_updated_at": at,
                "contact_type": "Phone",
                "priority": "3 - Moderate",
                "assignment_group": "Group 1",
                "assigned_to": "Resolver 1",
                "resolved_by": "Resolved by 1",
                "resolved_at": solved,
                "closed_at": solved,
            }
            lines.append(",".join(known.get(header, "?") for header in HEADERS.split(",")))
    path = tmp_path / LOG.name
    path.write_text("\n".join(lines) + "\n")
    return path


def test_from_a_fresh_start_to_a_goal_that_outlives_the_server(browser: Browser, fresh: Server, export: Path) -> None:
    fresh.start()
    with visiting(browser, fresh.url) as visitor:
        visitor.open()
        visitor.sees("No data yet")
        visitor.press("Load data", "link")
        load(visitor, export)
        set_goal(visitor)
        address = visitor.page.url.removeprefix(fresh.url)
        assert re.fullmatch(r"/goals\?goal=[0-9a-f-]{36}", address)
        assert not visitor.strangers

    fresh.kill()
    fresh.start()

    with visiting(browser, fresh.url) as tomorrow:
        # The first request of a new process: until app.py has run, Streamlit runs files in pages/ by themselves.
        tomorrow.open(address)
        sees_goal(tomorrow)
        expect(tomorrow.page).to_have_title("Tarazu")
        expect(tomorrow.page.get_by_role("link", name="Overview", exact=True)).to_be_visible()
        tomorrow.press("All goals", "link")
        tomorrow.sees("Most incidents in time")
        tomorrow.press("Open", "link")
        sees_goal(tomorrow)
        assert not tomorrow.strangers


def load(visitor: Visitor, export: Path) -> None:
    visitor.page.locator("input[type=file]").set_input_files(export)
    visitor.sees("Recognised: ServiceNow")
    visitor.press("Load the file")
    visitor.sees("See the month")
    visitor.press("Set a goal", "link")


def set_goal(visitor: Visitor) -> None:
    visitor.choose("What is measured", "Service level: resolution")
    visitor.sees("Baseline")
    visitor.write("Target, in %", "95")
    visitor.write("Title", "Most incidents in time")
    visitor.write("Owner", "Ada")
    box = visitor.page.get_by_role("combobox", name="Strategic priority it serves")
    box.fill("Reliable service")
    box.press("Enter")
    visitor.wait()
    visitor.press("Save the goal")
    sees_goal(visitor)


def sees_goal(visitor: Visitor) -> None:
    expect(visitor.page.get_by_role("heading", name="Most incidents in time")).to_be_visible()
    expect(visitor.page.locator(".js-plotly-plot").first).to_be_visible()
    visitor.sees("Target 95%")
    visitor.sees("Ada")
