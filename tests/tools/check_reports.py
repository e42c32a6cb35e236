#!/usr/bin/env python3
"""Reports of a build with mistakes, read by other people's validators.

check_reports.py OFFPRINT needs jsonschema, junitparser and pydantic-sarif (whose model is
made from the schema of SARIF 2.1.0 and takes no field that the schema does not have).
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import junitparser
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEAD = "---\ntitle: T\ndate: 2026-01-02\n---\n"
PAGES = {
    "good.md": HEAD + "text\n",
    "bad å.md": HEAD + "{{< nix >}}\n\n![](none.png)\n\n[x](#none) 100 %\n",
    "many.md": HEAD + "".join(f"{{{{< nix{n} >}}}}\n\n" for n in range(30)),
    "later.md": "---\ntitle: T\ndate: 2999-01-02\n---\ntext\n",
}


def build(program, site, *arguments):
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(site / "step.md")}
    command = [program, "build", "--force", *arguments]
    return subprocess.run(command, cwd=site, capture_output=True, text=True, env=environment)


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        site = pathlib.Path(folder)
        (site / "content").mkdir()
        (site / "hugo.toml").write_text('title = "T"\n')
        for name, text in PAGES.items():
            (site / "content" / name).write_text(text)
        files = ["r.json", "r.xml", "r.sarif", "r.md"]
        told = build(program, site, "--timings", *(f"--report={name}" for name in files))
        assert told.returncode == 1, told
        assert "layout" in told.stderr and "unknown shortcode `nix`" in told.stderr, told.stderr

        report = json.loads((site / "r.json").read_text())
        schema = json.loads((ROOT / "schemas/build.schema.json").read_text())
        jsonschema.validate(report, schema, cls=jsonschema.Draft202012Validator)
        assert report["errors"] >= 33 and "layout" in report["timings"], report["errors"]

        suites = junitparser.JUnitXml.fromfile(site / "r.xml")
        cases = {case.name: case for suite in suites for case in suite}
        assert cases["content/good.md"].is_passed
        assert cases["content/later.md"].is_skipped
        assert "unknown shortcode `nix`" in cases["content/bad å.md"].result[0].text

        sarif = json.loads((site / "r.sarif").read_text())
        Sarif.model_validate(sarif)
        results = sarif["runs"][0]["results"]
        levels = [result["level"] for result in results]
        assert levels == sorted(levels), "errors come first"
        assert len(results) == report["errors"] + report["warnings"]

        github = build(program, site, "--format=github").stdout
        assert len(re.findall("^::error ", github, re.M)) == 10, github
        assert len(re.findall("^::warning ", github, re.M)) <= 10
        assert (site / "step.md").read_text() == (site / "r.md").read_text()

        for option, text in ("junit", "r.xml"), ("sarif", "r.sarif"):
            assert build(program, site, f"--format={option}").stdout == (site / text).read_text()

        quiet = build(program, site, "--quiet", "content/good.md")
        assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", ""), quiet


main(os.path.abspath(sys.argv[1]))
