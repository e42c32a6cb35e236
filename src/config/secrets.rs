//! Secrets that stand in `offprint.yml`, where everybody who has the repository can read them.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::front_matter::Value;
use crate::settings;
use crate::source::Source;

/// The parts of the file where somebody might write one.
const PARTS: &[&str] = &["hooks", "mail"];

/// What the names of secrets have in them.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "token",
    "credential",
    "access_key",
    "account_key",
    "private_key",
    "service_account",
    "sas_key",
    "api_key",
];

/// Takes out secrets, and tells of each.
pub(super) fn take(root: &mut Value, source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let Value::Map(root) = root else { return told };
    for part in PARTS {
        if let Some(value) = root.get_mut(*part) {
            walk(value, &[(*part).to_owned()], source, &mut told);
        }
    }
    told
}

fn walk(
    value: &mut Value,
    path: &[String],
    source: &Arc<Source>,
    told: &mut Vec<Diagnostic>,
) {
    match value {
        Value::Map(map) => {
            map.retain(|key, value| {
                let here = [path, std::slice::from_ref(key)].concat();
                let is_secret = is_secret(key) && !matches!(value, Value::Null);
                if is_secret {
                    told.push(secret(key, &here, source));
                } else {
                    walk(value, &here, source, told);
                }
                !is_secret
            });
        }
        Value::List(list) => {
            for (index, value) in list.iter_mut().enumerate() {
                walk(value, &[path, &[index.to_string()]].concat(), source, told);
            }
        }
        _ => {}
    }
}

/// The names of variables and programs are no secrets, and neither is where secrets come from.
fn is_secret(key: &str) -> bool {
    let key = key.to_lowercase().replace('-', "_");
    key != "credentials"
        && !key.ends_with("_variable")
        && !key.ends_with("_command")
        && WORDS.iter().any(|word| key.contains(word))
}

fn secret(key: &str, path: &[String], source: &Arc<Source>) -> Diagnostic {
    let message = format!("`{key}` is a secret and does not belong into a file");
    Diagnostic::error("config-secret", message)
        .at(source, settings::place(source, path))
        .hint("take it out, also out of the history of the repository, and give it in the environment: AWS_SECRET_ACCESS_KEY, GOOGLE_SERVICE_ACCOUNT_KEY, AZURE_STORAGE_ACCOUNT_KEY, OFFPRINT_SMTP_PASSWORD")
}
