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

/// A site with templates in the styles people use.
fn styles() -> Memory {
    Memory::new()
        .with("hugo.toml", "baseURL = \"https://www.example.org/\"\ntitle = \"Exempel\"\nlanguageCode = \"sv\"\ntheme = \"tema\"\n[params]\nlogo = \"img/marke.svg\"\n[params.colors]\nprimary = \"#135a6e\"\naccent = \"#c2410c\"\n")
        .with("static/img/marke.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' fill='#135a6e'/></svg>")
        .with("static/img/folk/anna.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
        .with("assets/scss/main.scss", "$font-family-base: 'Hind', sans-serif; $brand-green: #2f9e44; @font-face { font-family: 'Hind'; src: url(x) } @font-face { font-family: Montserrat } h1 { font-family: Montserrat; font-weight: 600 }")
        .with("data/priser.yaml", "- { namn: A, pris: 1 }\n- { namn: B, pris: 2 }\n")
        .with("text/villkor.md", "Villkor *här*.\n")
        .with("layouts/shortcodes/ruta.html", "{{- $slag := .Get \"slag\" | default \"tip\" -}}\n<div class=\"callout callout-{{ $slag }}\">{{ with .Get \"rubrik\" }}<h4>{{ . }}</h4>{{ end }}{{ .Inner | markdownify }}</div>")
        .with("layouts/shortcodes/flikar.html", "{{- .Scratch.Set \"n\" 0 -}}<div class=\"tabs\">{{ .Inner }}</div>")
        .with("layouts/shortcodes/flik.html", "{{ .Parent.Scratch.Add \"n\" 1 }}<details><summary>{{ .Get 0 }}</summary>{{ .Page.RenderString (dict \"display\" \"block\") .Inner }}</details>")
        .with("layouts/shortcodes/kontakt.html", "{{ partial \"person.html\" . }}")
        .with("layouts/partials/person.html", "<div class=\"person\">{{ if .IsNamedParams }}{{ with .Get \"bild\" }}<img src=\"/img/folk/{{ . }}\" alt=\"\">{{ end }}<b>{{ .Get \"namn\" }}</b><a href=\"mailto:{{ .Get \"epost\" }}\">m</a>{{ end }}</div>")
        .with("layouts/_shortcodes/priser.html", "<table>{{ range .Page.Site.Data.priser }}<tr><td>{{ .namn }}</td><td>{{ .pris }}</td></tr>{{ end }}</table>")
        .with("layouts/_shortcodes/las.html", "{{ readFile (.Get 0) | markdownify }}")
        .with("layouts/_shortcodes/spela.html", "{{ $id := index .Params 0 }}<iframe src=\"https://play.example.org/{{ index .Params 0 }}\" title=\"Film\"></iframe>")
        .with("layouts/_shortcodes/nyheter.html", "<ul>{{ range first 3 .Page.CurrentSection.RegularPages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>")
        .with("themes/tema/layouts/shortcodes/knapp.html", "<a class=\"btn {{ .Get \"class\" }}\" href=\"{{ .Get \"url\" | relURL }}\">{{ .Get \"text\" }}</a>")
        .with("layouts/shortcodes/note.html", "<aside class=\"note\"><b>{{ .Get \"rubrik\" }}</b>{{ .Inner }}</aside>")
        .with("layouts/shortcodes/bild.html", "{{ $i := resources.Get (.Get \"src\") }}<figure><img src=\"{{ $i.RelPermalink }}\" alt=\"{{ .Get \"alt\" }}\"><figcaption>{{ .Get \"bildtext\" | markdownify }}</figcaption></figure>")
        .with("content/b.md", "---\ntitle: B\ndate: 2026-01-02\n---\n")
        .with(
            "content/a.md",
            "---\ntitle: A\ndate: 2026-01-01\n---\n{{% ruta rubrik=\"R\" %}}*x*{{% /ruta %}}\n\n{{< flikar >}}{{< flik \"Ett\" >}}*y*{{< /flik >}}{{< /flikar >}}\n\n\
             {{< kontakt namn=\"Anna\" bild=\"anna.svg\" epost=\"a@example.org\" >}}\n\n{{< priser >}}\n\n{{< las \"text/villkor.md\" >}}\n\n{{< spela 42 >}}\n\n\
             {{< nyheter >}}\n\n{{< knapp url=\"/b/\" text=\"Till B\" class=\"stor\" >}}\n\n{{< note rubrik=\"Obs\" >}}n{{< /note >}}\n\n\
             {{< bild src=\"/img/marke.svg\" alt=\"Ett märke\" bildtext=\"*Bild*\" >}}\n",
        )
}

#[test]
fn templates_in_the_styles_people_use_are_understood() {
    let system = styles();
    let adopted = adopt(&system, Path::new("."), false).expect("a site");
    let (project, warnings) =
        Project::open(&system, Path::new("."), None).expect("what was written is valid");
    let page = project.page(Path::new("content/a.md")).expect("the page is there").0;
    let markup = offprint::driver::prepare(&project, &page, "whitepaper").markup.text;
    insta::assert_snapshot!(format!(
        "{}\n-----\n{}\n-----\n{markup}\n-----\n{adopted:#?}\n{warnings:#?}",
        text(&system, "offprint.yml"),
        text(&system, "_brand.yml")
    ));
    let summary =
        build(&project, &BuildOptions { lenient: true, ..BuildOptions::default() });
    assert_eq!(summary.counts().errors, 0, "{summary:#?}");
}

/// The part of `_brand.yml` that says whom to turn to, and what is left to decide of it.
fn contact_of(system: &Memory) -> String {
    let adopted = adopt(system, Path::new("."), false).expect("a site");
    let (_, warnings) =
        Project::open(system, Path::new("."), None).expect("what was written is valid");
    assert!(warnings.is_empty(), "{warnings:#?}");
    let brand = text(system, "_brand.yml");
    let (_, contact) = brand.split_once("defaults:").unwrap_or_default();
    let open = adopted.open.iter().filter(|open| {
        ["company", "contact", "no "].iter().any(|word| open.contains(word))
            && !open.contains("logo")
            && !open.contains("font")
            && !open.contains("colour")
    });
    let open: Vec<&str> = open.map(String::as_str).collect();
    format!("{contact}{}\n", open.join("\n"))
}

/// Sites that say whom to turn to in the ways people do.
fn reachable() -> Vec<(&'static str, Memory)> {
    let site = |config: &str| {
        Memory::new()
            .with("hugo.toml", config)
            .with("content/a.md", "---\ntitle: A\n---\nx\n")
    };
    let plain = "baseURL = 'https://www.nordanvik.example/'\ntitle = 'Nordanvik'\nlanguageCode = 'sv'\n";
    vec![
        ("nothing at all", site(plain)),
        (
            "parameters, deep and flat; an author is a person",
            site(&format!(
                "{plain}[params]\norgnr = '559000-0000'\n[params.author]\nemail = 'anna@nordanvik.example'\n[params.contact]\nname = 'Nordanvik Moln AB'\nphone = '+46 10 555 01 00'\nemail = 'hej@nordanvik.example'\naddress = \"Hamngatan 12\\n871 30 Härnösand\"\n"
            )),
        ),
        (
            "data about the company, and about persons; an address in parts",
            site(plain)
                .with("data/people.yaml", "anna: { email: anna@nordanvik.example, phone: +46 70 123 45 67 }\n")
                .with("data/company.json", r#"{"legalName": "Nordanvik Moln AB", "reach": {"tel": "010-555 01 00", "e-post": "kontakt@nordanvik.example"}, "visit": {"street": "Hamngatan 12", "zip": 87130, "city": "Härnösand"}, "fax": "010-555 01 99"}"#),
        ),
        (
            "schema.org as JSON, with parameters in it",
            site(&format!("{plain}[params]\nvaxel = '+46 10 555 01 00'\n")).with(
                "layouts/partials/head.html",
                r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Person", "name": "Anna", "email": "anna@nordanvik.example"}, {"@type": "Organization", "legalName": "Nordanvik Moln AB", "telephone": {{ .Site.Params.vaxel | jsonify }}, "email": "hej@nordanvik.example", "address": {"@type": "PostalAddress", "streetAddress": "Hamngatan 12", "postalCode": "871 30", "addressLocality": "Härnösand", "addressCountry": "SE"}}]}</script>"#,
            ),
        ),
        (
            "schema.org with template code around it",
            site(plain)
                .with("layouts/partials/org.html", r#"<script type="application/ld+json">{"@type": "LocalBusiness", {{ with .Params.x }}"image": {{ . }},{{ end }} "telephone": "+46 10 555 01 00", "address": {"@type": "PostalAddress", "streetAddress": "Hamngatan 12", "postalCode": "871 30", "addressLocality": "Härnösand"}}</script>"#)
                .with("layouts/partials/post.html", r#"<script type="application/ld+json">{"@type": "Article", {{ if .x }}"a": "b",{{ end }} "author": {"@type": "Person", "telephone": "+46 70 123 45 67", "email": "anna@nordanvik.example"}}</script>"#),
        ),
        (
            "the foot of all pages; words of a theme's example are none",
            site(&format!("{plain}[params]\npost = 'hej@nordanvik.example'\n"))
                .with("themes/t/layouts/partials/footer.html", "<a href='mailto:you@example.com'>Mail</a>")
                .with("layouts/shortcodes/call.html", "<a href=\"tel:+46701234567\">Ring</a>")
                .with(
                    "layouts/partials/footer.html",
                    "<footer>{{/* <a href='tel:+46109999999'>old</a> */}}<address>Nordanvik Moln AB<br>Hamngatan&nbsp;12<br>871 30 Härnösand<br>{{ .Site.Params.land }}<br>Org.nr 559000-0000</address>\n<a class=\"x\" href=\"tel:+46105550100\" title='Ring'>010-555 01 00</a>{{ with .Site.Params.post }}<a href=\"mailto:{{ . }}?subject=Hej\">{{ . }}</a>{{ end }}</footer>",
                ),
        ),
        (
            "pages: an imprint, settings of a sidebar, links; some say different things",
            site(plain)
                .with("content/privacy.md", "---\ntitle: P\n---\nNordanvik is a company with an address: Hamngatan 1.\nIt is old.\n\n**Nordanvik Moln AB**  \n559000-0000  \nHamngatan 12, 871 30 Härnösand  \nSverige\n")
                .with("content/b.md", "---\ntitle: B\nsidebarmail: anna@nordanvik.example\nsidebarphone: '+46 70 123 45 67'\n---\n[Ring](tel:+46105550100)\n")
                .with("content/c.md", "---\ntitle: C\nsidebarmail: hej@nordanvik.example\nsidebarphone: '+46105550100'\naddress: Storgatan 1\n---\nhej@nordanvik.example\n"),
        ),
        (
            "the page for contacts",
            site(plain).with("content/kontakt/_index.md", "---\ntitle: Kontakt\nemail: nordanvik@post.example\nbesöksadress: [Hamngatan 12, 871 30 Härnösand]\n---\n[010-555 01 00](tel:+46105550100)\n"),
        ),
    ]
}

#[test]
fn whom_to_turn_to_is_found_where_sites_say_it() {
    let mut shown = String::new();
    for (name, system) in reachable() {
        shown.push_str(&format!("# {name}\n{}\n", contact_of(&system).trim_start()));
    }
    insta::assert_snapshot!(shown);
}
