"""Coming into the panel, staying in, and being thrown out."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from core.accounts import rules
from core.accounts import services as accounts
from core.accounts.models import Account, AccountSession
from core.accounts.rules import token_hash
from core.errors import Refused
from tests.admin.panel import Browser, Panel, open_panel

PASSWORD = "tiga kuda makan nasi"
NEW = "empat ayam naik becak"


async def is_in(browser: Browser) -> bool:
    return (await browser.get("/akun")).status == 200


async def test_the_right_password_opens_the_panel(panel: Panel) -> None:
    await panel.sets_password("ani", PASSWORD)
    browser = panel.browser()
    page = await browser.signs_in("Ani ", PASSWORD)
    assert (page.status, page.location) == (303, "/")
    assert await is_in(browser)


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(panel: Panel) -> None:
    await panel.sets_password("ani", PASSWORD)
    browser = panel.browser()
    wrong = await browser.signs_in("ani", "not the password")
    unknown = await browser.signs_in("nobody", "not the password")
    without = await browser.signs_in("vina", "not the password")
    assert wrong.status == 422
    assert "tidak cocok" in wrong.text
    assert 'value="ani"' in wrong.html
    assert "not the password" not in wrong.html
    for other, name in ((unknown, "nobody"), (without, "vina")):
        assert other.html.replace(f'value="{name}"', 'value="ani"') == wrong.html


async def test_guessing_is_slowed_down_and_the_owner_still_gets_in(panel: Panel) -> None:
    await panel.sets_password("ani", PASSWORD)
    owner = panel.browser()
    assert (await owner.signs_in("ani", PASSWORD)).status == 303
    await owner.post("/keluar")
    guesser = panel.browser()
    for _ in range(5):
        assert "tidak cocok" in (await guesser.signs_in("ani", "guess")).text
    for password in ("guess", PASSWORD):
        assert "Terlalu sering" in (await guesser.signs_in("ani", password)).text
    assert (await owner.signs_in("ani", PASSWORD)).status == 303
    panel.town.now += timedelta(minutes=5)
    assert (await guesser.signs_in("ani", PASSWORD)).status == 303


async def test_waiting_grows_with_every_guess_but_not_without_end(panel: Panel) -> None:
    guesser = panel.browser()
    waits = []
    for _ in range(5):
        await guesser.signs_in("ani", "guess")
    for _ in range(5):
        page = await guesser.signs_in("ani", "guess")
        seconds = int(page.text.split("tunggu ")[1].split()[0])
        waits.append(seconds)
        panel.town.now += timedelta(seconds=seconds)
        await guesser.signs_in("ani", "guess")
    assert waits == [61, 121, 241, 301, 301]


async def test_one_address_cannot_try_many_names(panel: Panel) -> None:
    guesser = panel.browser()
    for number in range(20):
        assert "tidak cocok" in (await guesser.signs_in(f"name{number}", "guess")).text
    assert "Terlalu sering" in (await guesser.signs_in("name20", "guess")).text


async def test_a_forwarded_address_counts_only_from_our_own_proxy(panel: Panel) -> None:
    guesser = panel.browser()
    guesser.session.headers["X-Forwarded-For"] = "192.0.2.1"
    for number in range(20):
        guesser.session.headers["X-Forwarded-For"] = f"192.0.2.{number}"
        await guesser.signs_in(f"name{number}", "guess")
    assert "Terlalu sering" in (await guesser.signs_in("name20", "guess")).text


async def test_signing_in_gives_a_new_session_and_the_old_cookie_is_worth_nothing(
    panel: Panel,
) -> None:
    await panel.sets_password("ani", PASSWORD)
    victim = panel.browser()
    await victim.get("/masuk")
    planted = victim.cookie("tanggap_session")
    assert planted
    await victim.signs_in("ani", PASSWORD)
    assert victim.cookie("tanggap_session") != planted
    attacker = panel.browser()
    attacker.session.cookie_jar.update_cookies({"tanggap_session": planted})
    assert not await is_in(attacker)


async def test_only_the_hash_of_a_session_is_stored(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    token = browser.cookie("tanggap_session")
    assert len(token) >= 43
    assert [one.token_hash for one in await panel.rows(AccountSession)] == [token_hash(token)]
    assert token not in str(await panel.all_rows())


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
async def test_a_session_ends_when_nobody_uses_it(panel: Panel, minutes: int, stays: bool) -> None:
    browser = await panel.signed_in("ani")
    panel.town.now += timedelta(minutes=minutes)
    assert await is_in(browser) is stays


async def test_a_session_ends_after_twelve_hours_however_much_it_is_used(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    for _ in range(12 * 3 - 1):
        panel.town.now += timedelta(minutes=20)
        assert await is_in(browser)
    panel.town.now += timedelta(minutes=20)
    assert not await is_in(browser)


async def test_a_form_sent_too_late_gives_back_what_was_written(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    panel.town.now += timedelta(hours=1)
    page = await browser.post("/petugas", name="Lestari", position="", unit="1", role="officer")
    assert page.status == 401
    assert "Lestari" in page.text


async def test_signing_out_ends_this_browser_and_everywhere_ends_all(panel: Panel) -> None:
    first, second = await panel.signed_in("ani"), await panel.signed_in("ani")
    token = first.cookie("tanggap_session")
    assert (await first.post("/keluar")).status == 303
    first.session.cookie_jar.update_cookies({"tanggap_session": token})
    assert not await is_in(first)
    assert await is_in(second)
    third = await panel.signed_in("ani")
    assert (await second.post("/akun/keluar")).status == 303
    assert not await is_in(third)


async def test_a_fourth_browser_signs_the_first_one_out(panel: Panel) -> None:
    browsers = [await panel.signed_in("ani") for _ in range(4)]
    assert [await is_in(one) for one in browsers] == [False, True, True, True]


async def test_changing_the_password_needs_the_current_one_and_ends_other_sessions(
    panel: Panel,
) -> None:
    await panel.sets_password("ani", PASSWORD)
    here, elsewhere = await panel.signed_in("ani"), await panel.signed_in("ani")
    new = {"new_password": NEW, "new_password_again": NEW}
    wrong = await here.post("/akun/sandi", current_password="not it", **new)
    assert "tidak cocok" in wrong.text
    page = await here.post("/akun/sandi", current_password=PASSWORD, **new)
    assert page.location == "/akun?said=password_changed"
    assert await is_in(here)
    assert not await is_in(elsewhere)
    assert (await panel.browser().signs_in("ani", PASSWORD)).status == 422
    assert (await panel.browser().signs_in("ani", NEW)).status == 303


@pytest.mark.parametrize(
    "password",
    [
        "elevensigns",
        "x" * 129,
        "kecamatan12345",
        "KecamatanContoh1",
        "Ani-tanggap-rahasia",
        "aaaaaaaaaaaaaa",
        "121212121212",
    ],
)
def test_a_password_one_tries_first_is_refused(password: str) -> None:
    with pytest.raises(Refused):
        rules.password(password, context="ani Ani Kecamatan Contoh")


@pytest.mark.parametrize(
    "password", [PASSWORD, NEW, "x7-Kantor-qmpz4wtb", "正しい馬の電池ホチキスと青い空"]
)
def test_a_password_nobody_guesses_is_taken_as_it_is(password: str) -> None:
    assert rules.password(password, context="ani Ani Kecamatan Contoh") == password


async def test_a_refused_password_says_why(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    fields = {"new_password": "kecamatan12345", "new_password_again": "kecamatan12345"}
    page = await browser.post("/akun/sandi", **fields)
    assert page.status == 422
    assert "terlalu mudah" in page.text


async def test_two_new_passwords_that_differ_are_refused(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    page = await browser.post("/akun/sandi", new_password=NEW, new_password_again=PASSWORD)
    assert "tidak sama" in page.text


async def test_a_link_signs_in_once_and_only_when_the_button_is_pressed(panel: Panel) -> None:
    token = await panel.link("vina")
    preview = panel.browser()
    for _ in range(3):
        assert (await preview.get(f"/masuk/{token}")).status == 200
    browser, late = panel.browser(), panel.browser()
    assert (await browser.post(f"/masuk/{token}")).status == 303
    assert await is_in(browser)
    page = await late.post(f"/masuk/{token}")
    assert page.status == 422
    assert "sudah dipakai" in page.text


async def test_whoever_came_by_a_link_is_reminded_to_set_a_password(panel: Panel) -> None:
    browser = await panel.signed_in("vina")
    assert "belum punya kata sandi" in (await browser.get("/")).text
    await panel.sets_password("vina", PASSWORD)
    browser = await panel.signed_in("vina")
    assert "belum punya kata sandi" not in (await browser.get("/")).text


async def test_a_link_runs_out_and_a_newer_one_ends_the_older(panel: Panel) -> None:
    older, newer = await panel.link("vina"), await panel.link("vina")
    assert (await panel.browser().post(f"/masuk/{older}")).status == 422
    panel.town.now += timedelta(minutes=10)
    assert (await panel.browser().post(f"/masuk/{newer}")).status == 422
    lasting = await panel.link("vina", lasts=timedelta(days=1))
    panel.town.now += timedelta(hours=23)
    assert (await panel.browser().post(f"/masuk/{lasting}")).status == 303


async def test_an_account_that_is_closed_or_changed_is_out_at_once(panel: Panel) -> None:
    viewer, coordinator = await panel.signed_in("vina"), await panel.signed_in("kartika")
    async with panel.town.begin() as session:
        closed = await session.get_one(Account, (await panel.account("vina")).id)
        changed = await session.get_one(Account, (await panel.account("kartika")).id)
        await accounts.close_account(session, closed, by="cli", now=panel.now())
        await accounts.change_account(session, changed, "viewer", None, by="cli", now=panel.now())
    assert not await is_in(viewer)
    assert not await is_in(coordinator)


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2f%2fevil.example/../..//evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/ /evil.example",
    "/\tevil",
    "laporan",
)


async def test_signing_in_never_leads_to_another_site(panel: Panel) -> None:
    browser = await panel.signed_in("ani")
    for target in ELSEWHERE:
        wanted = urlencode({"next": target})
        assert (await browser.get(f"/masuk?{wanted}")).location == "/"
        assert (await browser.get(f"/bahasa/en?{wanted}")).location == "/"
    await panel.sets_password("ani", PASSWORD)
    page = await panel.browser().signs_in("ani", PASSWORD, next="//evil.example")
    assert page.location == "/"


async def test_signing_in_leads_back_to_the_page_one_wanted(panel: Panel) -> None:
    await panel.sets_password("ani", PASSWORD)
    browser = panel.browser()
    wanted = await browser.get("/laporan?show=overdue&unit=2")
    assert wanted.location == "/masuk?next=%2Flaporan%3Fshow%3Doverdue%26unit%3D2"
    form = await browser.get(wanted.location)
    page = await browser.signs_in("ani", PASSWORD, next=form.hidden("next"))
    assert page.location == "/laporan?show=overdue&unit=2"


async def test_cookies_are_bound_to_the_host_over_https(sqlite_url: str, tmp_path: Path) -> None:
    async with open_panel(sqlite_url, tmp_path, public_url="https://panel.example") as panel:
        page = await panel.browser().get("/masuk")
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")


async def test_the_language_is_chosen_by_a_link(panel: Panel) -> None:
    browser = panel.browser()
    assert "Masuk ke panel" in (await browser.get("/masuk")).text
    page = await browser.get("/bahasa/en?next=%2Fmasuk")
    assert page.location == "/masuk"
    assert "Sign in to the panel" in (await browser.get("/masuk")).text
    assert (await browser.get("/bahasa/xx")).status == 404
