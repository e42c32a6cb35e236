#!/usr/bin/env python3
"""The preview in a real browser: a page is edited and changes, a click leads to its line, an
error appears and goes.

check_preview.py OFFPRINT [PICTURES [AXE]] needs selenium, chromium and chromium-driver; with
PICTURES it leaves screenshots in that folder, with AXE, the file axe.min.js of axe-core, the page
is also held against WCAG 2.2.
"""

import http.client
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

HEAD = "---\ntitle: The first page\ndate: 2026-01-02\n---\n"
BODY = "## One\n\nA paragraph in line seven.\n\n> [!NOTE]\n> A note in line ten.\n\n" + "".join(
    f"## Part {n}\n\n{'Words that fill the page. ' * 60}\n\n" for n in range(8)
)


def browser():
    options = webdriver.ChromeOptions()
    for argument in "--headless=new", "--no-sandbox", "--window-size=1600,1000", "--disable-gpu":
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService("/usr/bin/chromedriver")
    return webdriver.Chrome(options=options, service=service)


def wait(driver, script, *arguments):
    """Waits until a piece of JavaScript gives something, and gives that."""
    run = lambda driver: driver.execute_script(f"return {script}", *arguments)
    return WebDriverWait(driver, 30, 0.05).until(run, script)


class Site:
    def __init__(self, folder):
        self.page = folder / "content/first.md"
        self.page.parent.mkdir()
        (folder / "hugo.toml").write_text('title = "A site"\nbaseURL = "https://www.example.org/"\n')
        (folder / "content/second.md").write_text("---\ntitle: The second page\ndate: 2026-01-02\n---\ntext\n")
        self.write(BODY)

    def write(self, body):
        """Saves as editors do: a second file, then a rename."""
        other = self.page.with_name(".first.md.swp")
        other.write_text(HEAD + body)
        os.replace(other, self.page)


def get(port, path, host=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{port}"})
    return connection.getresponse()


def the_door_is_shut(port):
    assert get(port, "/", "evil.example").status == 403
    for path in "/../hugo.toml", "/hugo.toml", "/documents/..%2f..%2fhugo.toml", "//etc/passwd":
        assert get(port, path).status == 404, path
    listening = subprocess.run(["ss", "-Hltn", f"sport = :{port}"], capture_output=True, text=True)
    assert listening.returncode != 0 or listening.stdout.count("127.0.0.1") >= 1, listening
    assert "0.0.0.0" not in listening.stdout.split(f":{port}")[0], listening


def pages_follow_the_file(driver, site):
    digests = "[...document.querySelectorAll('.page')].map((page) => page.dataset.digest)"
    wait(driver, f"{digests}.length > 3 && {digests}")
    wait(driver, "[...document.querySelectorAll('.page img')].every((img) => img.naturalWidth > 0)")
    before = wait(driver, digests)
    main = driver.find_element(By.ID, "pages")
    driver.execute_script("arguments[0].scrollTop = 700", main)
    started = time.monotonic()
    site.write(BODY.replace("line seven", "line SEVEN"))
    wait(driver, f"{digests}.join() !== arguments[0] && {digests}", ",".join(before))
    took = time.monotonic() - started
    after = driver.execute_script(f"return {digests}")
    changed = [number for number, pair in enumerate(zip(before, after)) if pair[0] != pair[1]]
    assert len(changed) == 1 and len(after) == len(before), (changed, len(before), len(after))
    assert driver.execute_script("return arguments[0].scrollTop", main) == 700, "the place is kept"
    wait(driver, "document.getElementById('news').textContent.includes('1 page changed')")
    return took


def a_click_leads_to_the_line(driver):
    region = wait(driver, "[...document.querySelectorAll('.region')].find((one) => one.textContent || one.getAttribute('aria-label').includes('SEVEN'))")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", region)
    region.click()
    chosen = wait(driver, "document.querySelector('#source .row.chosen')")
    assert chosen.get_attribute("data-line") == "7", chosen.get_attribute("data-line")
    assert chosen.is_displayed() and "SEVEN" in chosen.text, chosen.text
    # And back: a line of the source leads to its place on the pages, by keyboard as well.
    tab = driver.find_element(By.ID, "tab-source")
    tab.send_keys(Keys.ARROW_RIGHT)
    assert driver.find_element(By.ID, "ledger").is_displayed()
    assert "words" in driver.find_element(By.ID, "ledger").text


def leads(driver, words, line):
    """A click on what has these words on a page marks this line of the source."""
    region = wait(driver, "[...document.querySelectorAll('.region')].find((one) => one.getAttribute('aria-label').startsWith(arguments[0]))", words)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", region)
    region.click()
    wait(driver, "document.querySelector('#source .row.chosen')?.dataset.line === arguments[0]", str(line))


def keyboard_and_screen_reader(driver, word):
    """From a paragraph to its line and back without a mouse, and what is said on the way."""
    focused = lambda script: driver.execute_script(f"return document.activeElement{script}")
    press = lambda *keys: ActionChains(driver).send_keys(*keys).perform()
    driver.execute_script("document.getElementById('zoom').focus()")
    press(Keys.TAB, Keys.TAB)
    assert focused(".matches('.region')"), focused(".outerHTML")
    # One stop for Tab on each page; arrows go on, to the next page as well.
    stops = driver.execute_script("return [...document.querySelectorAll('.page')].map((page) => page.querySelectorAll('.region[tabindex=\"0\"]').length)")
    assert set(stops) <= {0, 1} and stops[0] == 1, stops
    for _ in range(40):
        if word in focused(".ariaLabel"):
            break
        press(Keys.ARROW_DOWN)
    assert "line 7" in focused(".ariaLabel"), focused(".ariaLabel")
    said = spoken(driver)
    assert said["role"] == "button" and said["name"].startswith(f"A paragraph in line {word}"), said
    assert said["description"] == "content/first.md:7", said
    press(Keys.ENTER)
    assert focused(".dataset.line") == "7" and focused(".matches('#source .row[aria-current]')"), focused(".outerHTML")
    said = spoken(driver)
    assert said["role"] == "button" and said["name"] == f"7 A paragraph in line {word}.", said
    news = driver.find_element(By.ID, "news").get_attribute("textContent")
    assert news == f"content/first.md, line 7, Page 2 of {len(stops)}", news
    press(Keys.ESCAPE)
    assert focused(".matches('.region[aria-current]')"), focused(".outerHTML")
    # And from a line to its place.
    press(Keys.ENTER)
    press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert focused(".dataset.line") == "10", focused(".outerHTML")
    press(Keys.ENTER)
    assert focused(".ariaLabel") == "A note in line ten. (line 10)", focused(".outerHTML")
    press(Keys.ESCAPE)
    assert focused(".dataset.line") == "10", focused(".outerHTML")


def spoken(driver):
    """What a screen reader is told of the element that has the focus."""
    node = driver.execute_cdp_cmd("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    tree = driver.execute_cdp_cmd("Accessibility.getPartialAXTree", {"objectId": node, "fetchRelatives": False})
    node = tree["nodes"][0]
    return {key: node.get(key, {}).get("value") for key in ("role", "name", "description")}


def rules_are_kept(driver, axe):
    """WCAG 2.2 A and AA, as far as a program can tell."""
    if not axe:
        return
    driver.execute_script(pathlib.Path(axe).read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = driver.execute_async_script(
        "axe.run({runOnly: arguments[0]}).then((all) => arguments[1](all.violations))", tags)
    told = [(one["id"], [node["html"] for node in one["nodes"]][:3], one["nodes"][0]["failureSummary"]) for one in found]
    assert not told, told


def errors_come_and_go(driver, site):
    site.write("{{< nix >}}\n\n" + BODY)
    driver.find_element(By.ID, "tab-problems").click()
    wait(driver, "document.getElementById('problems').textContent.includes('unknown shortcode `nix`')")
    wait(driver, "document.querySelector('#documents .dot.errors')")
    assert not driver.find_element(By.ID, "pdf").is_displayed()
    place = driver.find_element(By.CSS_SELECTOR, "#problems .place")
    assert place.text.startswith("content/first.md:5"), place.text
    yield
    site.write(BODY)
    wait(driver, "document.getElementById('problems').textContent.includes('Nothing is wrong')")
    wait(driver, "!document.querySelector('#documents .dot.errors')")


def the_project_may_break(driver, folder):
    config = folder / "offprint.yml"
    config.write_text("shortcodes:\n  box: { as: nonsense }\n")
    wait(driver, "document.getElementById('problems').textContent.includes('nonsense')")
    config.unlink()
    wait(driver, "document.getElementById('problems').textContent.includes('Nothing is wrong')")


def documents_come_and_go(driver, folder):
    third = folder / "content/third.md"
    third.write_text("---\ntitle: The third page\ndate: 2026-01-02\n---\ntext\n")
    wait(driver, "document.getElementById('documents').textContent.includes('The third page')")
    third.unlink()
    wait(driver, "!document.getElementById('documents').textContent.includes('The third page')")


def the_pdf_is_there(driver, port):
    link = driver.find_element(By.ID, "pdf")
    assert link.is_displayed()
    answer = get(port, "/" + link.get_attribute("href").split("/", 3)[3])
    assert answer.read(5) == b"%PDF-" and "first.pdf" in answer.headers["Content-Disposition"].replace("%2E", ".")


def main(program, pictures, axe):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        site = Site(folder)
        command = [program, "serve", "--port", "0"]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        driver = browser()
        look = lambda name: pictures and driver.save_screenshot(os.path.join(pictures, name + ".png"))
        try:
            address = server.stdout.readline().strip()
            port = int(address.split(":")[2].strip("/"))
            driver.get(address)
            took = pages_follow_the_file(driver, site)
            the_door_is_shut(port)
            a_click_leads_to_the_line(driver)
            for words, line in ("The first page (", 2), ("2\xa0January", 3), ("Note (", 9), ("A note", 10):
                leads(driver, words, line)
            keyboard_and_screen_reader(driver, "SEVEN")
            look("light")
            rules_are_kept(driver, axe)
            errors = errors_come_and_go(driver, site)
            next(errors)
            look("error")
            next(errors, None)
            the_project_may_break(driver, folder)
            documents_come_and_go(driver, folder)
            the_pdf_is_there(driver, port)
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
            rules_are_kept(driver, axe)
            keyboard_and_screen_reader(driver, "seven")
            look("dark-source")
            driver.find_element(By.ID, "tab-ledger").click()
            look("dark")
            rules_are_kept(driver, axe)
            loud = [line for line in driver.get_log("browser") if line["level"] == "SEVERE"]
            assert not loud, loud
            print(f"a saved word was on the page after {took * 1000:.0f} ms")
        finally:
            look("last")
            driver.quit()
            server.terminate()
            server.wait()


main(os.path.abspath(sys.argv[1]), *(sys.argv[2:] + ["", ""])[:2])
