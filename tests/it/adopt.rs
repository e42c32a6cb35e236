//! Adopting a site: what is written for shortcodes of many styles, and that nothing a person
//! wrote is lost.

use std::path::Path;

use offprint::adopt::adopt;
use offprint::driver::{BuildOptions, Project, build};
use offprint::system::{Memory, System};

fn site() -> Memory {
    Memory::new()
        .with("hugo.toml", "baseURL = \"https://www.example.org/\"\ntitle = \"Exempel\"\n")
        .with("layouts/shortcodes/ruta.html", "<div class=\"alert\">{{ with .Get \"rubrik\" }}<b>{{ . }}</b>{{ end }}{{ .Inner | markdownify }}</div>")
        .with("layouts/shortcodes/spela.html", "<iframe src=\"https://play.example.org/{{ .Get 0 }}\"></iframe>")
        .with("layouts/shortcodes/skript.html", "<script>start()</script>")
        .with("layouts/_shortcodes/kund/kort.html", "<div class=\"card\"><img src=\"{{ .Params.bild }}\"><h3>{{ .Params.rubrik }}</h3>{{ .Page.RenderString .Inner }}</div>")
        .with("layouts/shortcodes/note.html", "{{ .Inner }}")
        .with("static/css/site.css", ":root { --brand-primary: #135a6e; --brand-secondary: #6fbf73 } @font-face { font-family: 'Figtree'; src: url(x.woff2) }")
        .with("static/img/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
        .with("static/img/logo-white.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
        .with("static/img/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
        .with(
            "content/a.md",
            "---\ntitle: A\ndate: 2026-01-01\n---\n{{< ruta rubrik=\"R\" >}}*x*{{< /ruta >}}\n\n{{< spela 42 >}}\n\n{{< skript >}}\n\n\
             {{% kund/kort bild=\"/img/a.svg\" rubrik=\"K\" %}}text{{% /kund/kort %}}\n\n{{< note >}}n{{< /note >}}\n\n{{< borta a=1 >}}\n",
        )
}

fn text(system: &Memory, path: &str) -> String {
    String::from_utf8(system.read(Path::new(path)).expect("written")).expect("UTF-8")
}

#[test]
fn a_site_is_adopted_and_then_built() {
    let system = site();
    let adopted = adopt(&system, Path::new("."), false).expect("a site");
    insta::assert_snapshot!(format!(
        "{}\n-----\n{}\n-----\n{adopted:#?}",
        text(&system, "offprint.yml"),
        text(&system, "_brand.yml")
    ));
    let (project, warnings) =
        Project::open(&system, Path::new("."), None).expect("what was written is valid");
    assert!(warnings.is_empty(), "{warnings:#?}");
    let summary =
        build(&project, &BuildOptions { lenient: true, ..BuildOptions::default() });
    assert_eq!(summary.counts().errors, 0, "{summary:#?}");
}

#[test]
fn a_second_time_needs_update_and_changes_nothing() {
    let system = site();
    adopt(&system, Path::new("."), false).expect("a site");
    assert_eq!(
        adopt(&system, Path::new("."), false).expect_err("in the way").code,
        "file-exists"
    );
    let before = text(&system, "offprint.yml").replace("as: callout", "as: lead");
    system
        .write(Path::new("offprint.yml"), before.as_bytes())
        .expect("written");
    adopt(&system, Path::new("."), true).expect("an update");
    assert_eq!(text(&system, "offprint.yml"), before);
}
