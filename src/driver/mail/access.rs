//! What it takes to be let in by a server, and the key that signs: from the environment, from a
//! program, from files outside the project. None of it is ever shown or written.

use std::path::Path;

use super::super::project::Project;
use super::plan::Plan;
use crate::config::Server;
use crate::diagnostic::Diagnostic;
use crate::mail::dkim::Signer;
use crate::mail::{Failure, Login, certificates};
use crate::system::{Command, Ended};

/// A server and how one gets in.
pub(super) struct Access<'a> {
    /// The server.
    pub(super) server: &'a Server,
    /// Name and password, if it wants any.
    pub(super) login: Option<Login>,
    /// Certificates of authorities that are trusted, too; empty for none.
    pub(super) authorities: Vec<u8>,
}

impl<'a> Access<'a> {
    /// Reads what is needed for a server; `key` is where it stands under `mail`.
    pub(super) fn of(
        project: &Project<'_>,
        key: &str,
        server: &'a Server,
        plan: &Plan,
    ) -> Result<Self, Diagnostic> {
        if server.host.is_empty() {
            let message = "no server is named".to_owned();
            let hint = format!(
                "write `mail: {{ {key}: {{ host: {key}.example.org }} }}` into `offprint.yml`"
            );
            return Err(Diagnostic::error("mail-server", message).hint(hint));
        }
        Ok(Self {
            server,
            login: login(project, server, plan)?,
            authorities: authorities(project, server)?,
        })
    }

    /// What went wrong, with the name of the server.
    pub(super) fn named(&self, failure: Failure) -> Failure {
        let text = format!("`{}`: {}", self.server.host, failure.text);
        Failure { text, ..failure }
    }
}

fn authorities(project: &Project<'_>, server: &Server) -> Result<Vec<u8>, Diagnostic> {
    let Some(path) = &server.ca else { return Ok(Vec::new()) };
    let path = project.site.root.join(path);
    let wrong = |why: String| {
        let message = format!("no certificates in `{}`: {why}", path.display());
        Diagnostic::error("mail-ca", message)
    };
    let pem = project.system.read(&path).map_err(|error| wrong(error.to_string()))?;
    certificates(&pem).map_err(wrong)?;
    Ok(pem)
}

fn login(
    project: &Project<'_>,
    server: &Server,
    plan: &Plan,
) -> Result<Option<Login>, Diagnostic> {
    let user = project.system.variable(&server.user_variable);
    let password = match project.system.variable(&server.password_variable) {
        Some(password) => Some(password),
        None if server.password_command.is_empty() => None,
        None => Some(password_of(project, server)?),
    };
    let own = || plan.from.address.clone();
    match (user, password) {
        (user, Some(password)) => {
            Ok(Some(Login { user: user.unwrap_or_else(own), password }))
        }
        (None, None) => Ok(None),
        (Some(_), None) => {
            let (user, password) = (&server.user_variable, &server.password_variable);
            let message = format!("`{user}` is set, but there is no password");
            let hint =
                format!("set `{password}`, or name a program under `password_command`");
            Err(Diagnostic::error("mail-password", message).hint(hint))
        }
    }
}

/// The first line that a program writes.
fn password_of(project: &Project<'_>, server: &Server) -> Result<String, Diagnostic> {
    let words = &server.password_command;
    let name = words.first().map_or("", String::as_str);
    let wrong = |why: String| {
        let message = format!("the program `{name}` gave no password: {why}");
        Diagnostic::error("mail-password", message).hint(
            "it stands under `password_command`; run it by hand to see what it says",
        )
    };
    let command = Command {
        words: words.clone(),
        folder: project.site.root.clone(),
        variables: Vec::new(),
        patience: server.timeout,
    };
    let outcome = project
        .system
        .run(&command)
        .map_err(|error| wrong(error.to_string()))?;
    let first = outcome.output.lines().next().unwrap_or_default();
    match outcome.ended {
        Ended::Code(0) if !first.is_empty() => Ok(first.to_owned()),
        Ended::Code(0) => Err(wrong("its first line is empty".to_owned())),
        Ended::Code(code) => Err(wrong(format!("it ended with code {code}"))),
        Ended::Killed => Err(wrong("it was killed".to_owned())),
        Ended::TooLong => {
            let seconds = server.timeout.as_secs();
            Err(wrong(format!("it took more than {seconds} seconds")))
        }
    }
}

/// The key for signatures; none if nothing is to be signed.
pub(super) fn signer(project: &Project<'_>) -> Result<Option<Signer>, Diagnostic> {
    let Some(dkim) = &project.config.mail.dkim else { return Ok(None) };
    let wrong = |why: String| Diagnostic::error("mail-dkim", why);
    let pem = match (project.system.variable(&dkim.key_variable), &dkim.key_file) {
        (Some(pem), _) => pem,
        (None, Some(path)) => key_file(project, path)?,
        (None, None) => {
            let hint = format!(
                "set `{}`, or name a file outside the project under `key_file`",
                dkim.key_variable
            );
            return Err(wrong("there is no key to sign with".to_owned()).hint(hint));
        }
    };
    let signer = Signer::new(&dkim.domain, &dkim.selector, &pem);
    signer
        .map(Some)
        .map_err(|why| wrong(format!("the key cannot sign: {why}")))
}

fn key_file(project: &Project<'_>, path: &Path) -> Result<String, Diagnostic> {
    let system = project.system;
    let path = project.site.root.join(path);
    let read = || {
        let real = system.resolve(&path)?;
        let is_inside = real.starts_with(system.resolve(&project.site.root)?);
        Ok((is_inside, system.read(&real)?))
    };
    match read() {
        Ok((false, bytes)) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Ok((true, _)) => {
            let message = format!("the key `{}` lies in the project", path.display());
            Err(Diagnostic::error("mail-dkim", message).hint(
                "everybody who gets the project can sign with it; make another key, and keep it elsewhere",
            ))
        }
        Err(error) => {
            let error: std::io::Error = error;
            let message = format!("cannot read the key `{}`: {error}", path.display());
            Err(Diagnostic::error("mail-dkim", message))
        }
    }
}
