//! `hooks` in `offprint.yml`: what is done with the PDFs after a build. Secrets never stand
//! there.

use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::file;
use super::reader::Reader;
use crate::diagnostic::Place;

/// Something that is done after a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// What.
    pub action: Action,
    /// When.
    pub when: When,
    /// A variable of the environment; without it nothing is done.
    pub only_with: Option<String>,
    /// How long it may take.
    pub patience: Duration,
    /// Where it stands in the file.
    pub place: Place,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A program is run, with these words. There is no shell.
    Run(Vec<String>),
    /// The documents are copied into a folder.
    Copy(PathBuf),
    /// The documents are put into an object store.
    Upload(Upload),
}

/// An object store. Who may write there, the environment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// What kind of store.
    pub store: Store,
    /// The bucket or container.
    pub bucket: String,
    /// What stands before the name of every object; empty for nothing.
    pub prefix: String,
    /// The address of the server, if that is not the one everybody has.
    pub endpoint: Option<String>,
    /// The region of the bucket.
    pub region: Option<String>,
    /// The name of the account, for Azure.
    pub account: Option<String>,
    /// Who says that we may write there.
    pub credentials: Credentials,
    /// The `Cache-Control` of PDFs and pictures.
    pub cache_control: String,
}

/// The object stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// Amazon S3 and all that speak like it.
    S3,
    /// Google Cloud Storage.
    Google,
    /// Azure Blob Storage.
    Azure,
}

/// Who says that we may write into a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Credentials {
    /// Variables of the environment.
    #[default]
    Environment,
    /// The machine, which has a role in the cloud that it runs in.
    Machine,
}

/// When a program is run. Documents are copied and uploaded whenever the destination lacks any.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// When any PDF is another than when it last ran well.
    #[default]
    Changed,
    /// After each build.
    Always,
}

impl Upload {
    /// The address, as people write it.
    #[must_use]
    pub fn address(&self) -> String {
        let (_, scheme) = match self.store {
            Store::S3 => SCHEMES[0],
            Store::Google => SCHEMES[1],
            Store::Azure => SCHEMES[2],
        };
        let parts = [self.bucket.as_str(), self.prefix.as_str()];
        let parts: Vec<&str> =
            parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{scheme}{}", parts.join("/"))
    }
}

const SCHEMES: [(Store, &str); 3] =
    [(Store::S3, "s3://"), (Store::Google, "gs://"), (Store::Azure, "az://")];

/// PDFs keep their address when they change: whoever has one asks again after five minutes.
const CACHE_CONTROL: &str = "max-age=300";

const TIMEOUT: u64 = 600;

/// Checks what the file says.
pub(super) fn read(reader: &mut Reader<'_>, hooks: Vec<file::Hook>) -> Vec<Hook> {
    let hooks = hooks.into_iter().enumerate();
    hooks
        .filter_map(|(index, hook)| one(reader, &index.to_string(), hook))
        .collect()
}

fn one(reader: &mut Reader<'_>, index: &str, hook: file::Hook) -> Option<Hook> {
    let path = ["hooks", index];
    let file::Hook { run, copy, upload, when, only_with, timeout, .. } = &hook;
    let (when, only_with) = (when.unwrap_or_default(), only_with.clone());
    let patience = Duration::from_secs(timeout.unwrap_or(TIMEOUT));
    let action = match (run, copy, upload) {
        (Some(words), None, None) if words.iter().any(|word| !word.is_empty()) => {
            Some(Action::Run(words.clone()))
        }
        (None, Some(folder), None) => Some(Action::Copy(folder.clone())),
        (None, None, Some(address)) => {
            let address = address.clone();
            self::upload(reader, index, &address, hook).map(Action::Upload)
        }
        _ => {
            let message = "a hook has one of `run`, `copy` and `upload`";
            reader.error(&path, message);
            None
        }
    };
    let place = reader.place(&path);
    Some(Hook { action: action?, when, only_with, patience, place })
}

fn upload(
    reader: &mut Reader<'_>,
    index: &str,
    address: &str,
    hook: file::Hook,
) -> Option<Upload> {
    let found = SCHEMES
        .iter()
        .find_map(|(store, scheme)| Some((*store, address.strip_prefix(scheme)?)));
    let Some((store, rest)) = found else {
        let message = format!("`{address}` is no object store");
        let hint =
            "write `s3://bucket/folder`, `gs://…` or `az://…`; `copy` is for folders";
        reader.told(&["hooks", index, "upload"], message, hint);
        return None;
    };
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() || rest.contains(['@', '?', '#', ' ']) {
        let message = format!("`{address}` is no bucket with a folder in it");
        let hint = "names, passwords and signatures come from the environment";
        reader.told(&["hooks", index, "upload"], message, hint);
        return None;
    }
    if hook.endpoint.as_deref().is_some_and(|endpoint| !is_safe(endpoint)) {
        let message =
            "`endpoint` starts with `https://`, unless the server is on this machine";
        reader.error(&["hooks", index, "endpoint"], message);
        return None;
    }
    Some(Upload {
        store,
        bucket: bucket.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
        endpoint: hook.endpoint,
        region: hook.region,
        account: hook.account,
        credentials: hook.credentials.unwrap_or_default(),
        cache_control: hook.cache_control.unwrap_or_else(|| CACHE_CONTROL.to_owned()),
    })
}

/// Whether nobody can listen on the way to a server.
fn is_safe(endpoint: &str) -> bool {
    let Some(rest) = endpoint.strip_prefix("http://") else {
        return endpoint.starts_with("https://");
    };
    let host = rest.split('/').next().unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use crate::config::{Action, Config};
    use crate::source::Source;

    fn told(text: &str) -> Vec<String> {
        let (_, told) = Config::read(&Source::new("offprint.yml", text));
        let line = |d: &crate::diagnostic::Diagnostic| {
            d.place.as_ref().map_or(0, |p| p.position().line)
        };
        told.iter()
            .map(|d| format!("{} {}: {}", line(d), d.code, d.message))
            .collect()
    }

    #[test]
    fn hooks_are_read() {
        let text = "hooks:\n  - run: [./tell, now]\n    when: always\n  - copy: ../pdf\n  - upload: s3://docs/a/b/\n    region: eu-north-1\n";
        let (config, told) = Config::read(&Source::new("offprint.yml", text));
        assert!(told.is_empty(), "{told:#?}");
        let [run, copy, upload] = config.hooks.as_slice() else { panic!("three hooks") };
        assert_eq!(run.action, Action::Run(vec!["./tell".to_owned(), "now".to_owned()]));
        assert_eq!(copy.action, Action::Copy("../pdf".into()));
        let Action::Upload(upload) = &upload.action else { panic!("an upload") };
        assert_eq!(upload.address(), "s3://docs/a/b");
        assert_eq!(upload.region.as_deref(), Some("eu-north-1"));
    }

    #[test]
    fn mistakes_are_told_at_their_line() {
        let text = "hooks:\n  - run: [a]\n    copy: b\n  - upload: ftp://a\n  - upload: s3://key:word@docs\n  - upload: s3://docs\n    endpoint: http://store.example.org\n  - { upload: \"s3://docs\", endpoint: \"http://127.0.0.1:9000\" }\n";
        assert_eq!(
            told(text),
            [
                "2 config-invalid: a hook has one of `run`, `copy` and `upload`",
                "4 config-invalid: `ftp://a` is no object store",
                "5 config-invalid: `s3://key:word@docs` is no bucket with a folder in it",
                "7 config-invalid: `endpoint` starts with `https://`, unless the server is on this machine",
            ]
        );
    }

    #[test]
    fn secrets_do_not_stand_in_the_file() {
        let text = "hooks:\n  - upload: s3://docs\n    secret_access_key: abc\n    AWS_SESSION_TOKEN: abc\nmail:\n  smtp: { host: a, password: b, password_variable: C }\n";
        assert_eq!(
            told(text),
            [
                "3 config-secret: `secret_access_key` is a secret and does not belong into a file",
                "4 config-secret: `AWS_SESSION_TOKEN` is a secret and does not belong into a file",
                "6 config-secret: `password` is a secret and does not belong into a file",
            ]
        );
    }
}
