"""The screens of the audit trail, of the team, and of a colleague's own settings."""

from playwright.sync_api import Page
from sqlalchemy import select

from core.audit import checks
from core.imports.demo_data import PASSWORD
from core.requests.request_states import ActivationRequest
from tests.journeys.people import fresh_code, staff
from tests.parts.clock import shown_time
from tests.parts.sites import Sites
from tests.shots.camera import Lens


def the_trail(sites: Sites, page: Page, camera: Lens) -> None:
    """What an auditor reads, a supervisor changes, and each of them changes for themself."""
    keys = sites.cast.installation.keys
    sites.cast.do(lambda session: checks.step(session, keys, now=shown_time()))
    request_id = sites.cast.rows(select(ActivationRequest.id).order_by(ActivationRequest.asked_at))[0]
    staff(sites, page, "Sam").sign_in()
    shots = {
        "console-audit": "/audit",
        "console-audit-empty": "/audit?until=2001-01-01",
        "console-audit-wrong-filter": "/audit?practice=Nowhere",
        "console-audit-chain": "/audit/chain",
        "console-audit-report": f"/audit/report?week={shown_time():%Y-%m-%d}",
        "console-audit-request": f"/audit/requests/{request_id}",
        "console-staff": "/staff",
        "console-settings": "/settings",
        "console-new-phone": "/settings/new-phone",
    }
    for name, path in shots.items():
        page.goto(f"{sites.console}{path}")
        camera.shoot(page, name)
    _change_a_role(sites, page, camera)
    _new_phone(sites, page, camera)


def _change_a_role(sites: Sites, page: Page, camera: Lens) -> None:
    page.goto(f"{sites.console}/staff")
    page.get_by_text("Change Alex Morgan").click()
    camera.shoot(page, "console-staff-changing")
    page.get_by_label("New role").first.select_option("supervisor")
    page.get_by_role("button", name="Propose: Alex Morgan").click()
    camera.shoot(page, "console-staff-proposed")


def _new_phone(sites: Sites, page: Page, camera: Lens) -> None:
    page.goto(f"{sites.console}/settings/new-phone")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("6-digit token").fill(fresh_code(sites.cast.phones["Sam"]))
    page.get_by_role("button", name="Continue to the new QR code").click()
    camera.shoot(page, "console-settings-new-phone")
