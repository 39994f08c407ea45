"""The parts work, so that a red journey means that the product is broken and not its test."""

import smtplib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pyotp
import pytest
import segno
from playwright.sync_api import Page

from tests.parts.axe import violations
from tests.parts.browser import NewPage
from tests.parts.mail import Mailbox
from tests.parts.phone import Phone, QrNotReadable

NOON = datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LINK = pyotp.TOTP(SECRET).provisioning_uri(name="dana@lakeside.example", issuer_name="ThoroughCare")


def test_phone_reads_a_code_from_the_screen_and_shows_the_same_digits_as_another_implementation(
    new_page: NewPage,
) -> None:
    page = new_page(device="phone", scheme="dark")
    page.set_content(f"<main><h1>Scan</h1>{segno.make(LINK).svg_inline(scale=5, light='white')}</main>")

    phone = Phone.scanning(page.screenshot())

    assert (phone.issuer, phone.account) == ("ThoroughCare", "dana@lakeside.example")
    assert phone.code(NOON) == pyotp.TOTP(SECRET).at(NOON)
    assert phone.code_of_step(NOON, 1) == pyotp.TOTP(SECRET).at(NOON, counter_offset=1)
    assert phone.with_clock_ahead(timedelta(minutes=1)).code(NOON) == phone.code_of_step(NOON, 2)


def test_typed_key_makes_the_same_codes_as_the_scanned_one() -> None:
    assert Phone.typing_key("jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp").secret == Phone.opening(LINK).secret


def test_camera_sees_nothing_where_no_code_is(page: Page) -> None:
    page.set_content("<p>Nothing here</p>")
    with pytest.raises(QrNotReadable):
        Phone.scanning(page.screenshot())


def test_link_that_some_apps_would_misread_is_not_taken() -> None:
    with pytest.raises(QrNotReadable):
        Phone.opening(LINK.replace("secret=", "digits=8&secret="))


def test_axe_finds_faint_text_and_a_button_without_a_name(page: Page) -> None:
    page.set_content(
        "<html lang=en><title>x</title><main><h1 style='color:#ccc'>Faint</h1><button></button></main>"
    )
    assert {"color-contrast", "button-name"} <= {each.rule for each in violations(page)}


def test_page_with_a_script_error_is_reported(new_page: NewPage) -> None:
    page = new_page()
    page.set_content("<script>throw new Error('broken')</script>")
    assert "broken" in "".join(new_page.problems)
    new_page.problems.clear()


def test_mail_arrives_and_a_refusal_reaches_the_sender(mailbox: Mailbox) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "care@tc.example", "dana@lakeside.example", "Grüße"
    mail.set_content("Hello")
    host, port = mailbox.url.removeprefix("smtp://").split(":")
    mailbox.refuse(1)
    with smtplib.SMTP(host, int(port)) as client:
        with pytest.raises(smtplib.SMTPDataError):
            client.send_message(mail)
        client.send_message(mail)
    assert [str(each["Subject"]) for each in mailbox.wait_for("dana@lakeside.example")] == ["Grüße"]
