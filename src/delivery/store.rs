//! Opens object stores. Who may write there is said by the variables that the tools of their
//! makers read, too: `AWS_…`, `GOOGLE_…`, `AZURE_…`.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::{BackoffConfig, ClientOptions, Error, ObjectStore, RetryConfig};

use super::Bucket;
use crate::config::{Credentials, Store, Upload};
use crate::diagnostic::Diagnostic;
use crate::system::System;

/// How long a store may take to answer one request: a part has to go through a slow line.
const REQUEST: Duration = Duration::from_mins(2);

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// For so long a request is tried again: what it is signed with holds no longer. Half of the
/// time there is, at most: then there is some left to say what was wrong.
const RETRIES: Duration = Duration::from_mins(3);

/// Opens the store of an upload; it has to be done after `patience`. No connection is made yet.
///
/// # Errors
/// When nothing says who may write there, or something says it wrongly.
pub fn open(
    upload: &Upload,
    system: &dyn System,
    patience: Duration,
) -> Result<Bucket, Diagnostic> {
    let (prefix, wanted) = needs(upload.store);
    let variables = system.variables(prefix);
    let has = |name: &&str| {
        variables
            .iter()
            .any(|(known, value)| known == name && !value.is_empty())
    };
    if upload.credentials == Credentials::Environment && !wanted.iter().any(has) {
        let message = format!("nothing says who may write to `{}`", upload.address());
        let hint = format!(
            "set one of {} in the environment, or say `credentials: machine` where the machine has a role",
            wanted.join(", ")
        );
        return Err(Diagnostic::error("hook-credentials", message).hint(hint));
    }
    // Another part of the program may have done so before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let store = match upload.store {
        Store::S3 => s3(upload, &variables, patience),
        Store::Google => google(upload, &variables, patience),
        Store::Azure => azure(upload, &variables, patience),
    };
    let wrong = |why: String| {
        let message = format!("cannot open `{}`: {why}", upload.address());
        Diagnostic::error("hook-upload", message)
    };
    let store = store.map_err(|error| wrong(error.to_string()))?;
    let (address, cache) = (upload.address(), upload.cache_control.clone());
    Bucket::new(store, &upload.prefix, address, cache, patience)
        .map_err(|error| wrong(error.to_string()))
}

/// How variables of a store begin, and those of which one says who may write.
fn needs(store: Store) -> (&'static str, &'static [&'static str]) {
    match store {
        Store::S3 => (
            "AWS_",
            &[
                "AWS_ACCESS_KEY_ID",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            ],
        ),
        Store::Google => (
            "GOOGLE_",
            &[
                "GOOGLE_APPLICATION_CREDENTIALS",
                "GOOGLE_SERVICE_ACCOUNT",
                "GOOGLE_SERVICE_ACCOUNT_KEY",
            ],
        ),
        Store::Azure => (
            "AZURE_",
            &[
                "AZURE_STORAGE_ACCOUNT_KEY",
                "AZURE_STORAGE_SAS_KEY",
                "AZURE_CLIENT_SECRET",
                "AZURE_FEDERATED_TOKEN_FILE",
            ],
        ),
    }
}

fn client(upload: &Upload) -> ClientOptions {
    let is_open = upload.endpoint.as_deref().is_some_and(|at| at.starts_with("http://"));
    ClientOptions::new()
        .with_timeout(REQUEST)
        .with_connect_timeout(CONNECT)
        .with_allow_http(is_open)
}

fn retry(patience: Duration) -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: 10,
        retry_timeout: (patience / 2).min(RETRIES),
    }
}

type Opened = Result<Arc<dyn ObjectStore>, Error>;

fn s3(upload: &Upload, variables: &[(String, String)], patience: Duration) -> Opened {
    let mut builder = AmazonS3Builder::new()
        .with_client_options(client(upload))
        .with_retry(retry(patience));
    for (name, value) in variables {
        if let Ok(key) = name.to_lowercase().parse::<AmazonS3ConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    builder = builder.with_bucket_name(&upload.bucket);
    if let Some(endpoint) = &upload.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    if let Some(region) = &upload.region {
        builder = builder.with_region(region);
    }
    Ok(Arc::new(builder.build()?))
}

fn google(upload: &Upload, variables: &[(String, String)], patience: Duration) -> Opened {
    let mut builder = GoogleCloudStorageBuilder::new()
        .with_client_options(client(upload))
        .with_retry(retry(patience));
    for (name, value) in variables {
        if let Ok(key) = name.to_lowercase().parse::<GoogleConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    builder = builder.with_bucket_name(&upload.bucket);
    if let Some(endpoint) = &upload.endpoint {
        builder = builder.with_base_url(endpoint);
    }
    Ok(Arc::new(builder.build()?))
}

fn azure(upload: &Upload, variables: &[(String, String)], patience: Duration) -> Opened {
    let mut builder = MicrosoftAzureBuilder::new()
        .with_client_options(client(upload))
        .with_retry(retry(patience));
    for (name, value) in variables {
        if let Ok(key) = name.to_lowercase().parse::<AzureConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    builder = builder.with_container_name(&upload.bucket);
    if let Some(endpoint) = &upload.endpoint {
        builder = builder.with_endpoint(endpoint.clone());
    }
    if let Some(account) = &upload.account {
        builder = builder.with_account(account);
    }
    Ok(Arc::new(builder.build()?))
}
