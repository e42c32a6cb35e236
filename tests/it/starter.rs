//! What `new` makes works untouched, and nothing that is there is lost.

use std::path::Path;

use offprint::driver::{BuildOptions, Project, build};
use offprint::starter;
use offprint::system::{Memory, System};

#[test]
fn a_new_project_is_built_without_a_word() {
    let system = Memory::new();
    starter::project(&system, Path::new(".")).expect("a project");
    starter::template(&system, Path::new("."), "own").expect("a template");
    let (mut project, warnings) =
        Project::open(&system, Path::new("."), None).expect("it opens");
    assert!(warnings.is_empty(), "{warnings:#?}");
    for template in [None, Some("own".to_owned())] {
        project.template = template;
        let summary = build(&project, &BuildOptions::default());
        let counts = summary.counts();
        assert_eq!((counts.errors, counts.warnings), (0, 0), "{summary:#?}");
        assert!(system.is_file(Path::new("output/first.pdf")));
    }
    let again = starter::project(&system, Path::new(".")).expect_err("in the way");
    assert_eq!(again.code, "file-exists");
    assert!(starter::template(&system, Path::new("."), "../x").is_err());
}

#[test]
fn a_template_for_a_newer_program_is_refused() {
    let system = Memory::new().with(
        "templates/new/template.typ",
        "#let contract = 99\n#let document(intro: none, body) = body\n",
    );
    let error = offprint::template::load(&system, Path::new("templates"), "new");
    assert_eq!(error.expect_err("refused").code, "template-newer");
}
