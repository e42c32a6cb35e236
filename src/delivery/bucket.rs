//! An object store as a destination. The only module of a build that opens a connection, and
//! only where a hook asks for it.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use object_store::path::{Path, PathPart};
use object_store::{
    Error, GetOptions, ObjectStore, PutMultipartOptions, PutOptions, PutPayload,
    WriteMultipart,
};
use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use super::{CHANGED, Destination, File, Found, Open, headers, unsent};
use crate::diagnostic::{Diagnostic, explained};
use crate::system::digest;

/// A bucket of an object store, or a folder in it.
pub struct Bucket {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    name: String,
    cache_control: String,
    runtime: Runtime,
    /// When it has to be done.
    end: Instant,
    patience: Duration,
}

/// Files up to this size, in bytes, are sent whole; larger ones in parts of it.
pub(super) const PART: usize = 8 << 20;

/// So many files, or parts of one, are on their way at once: that many parts are in memory.
const AT_ONCE: usize = 4;

/// What one task came to: the file's name, and what the store said.
type Sent = (String, Result<(), Error>);

impl Bucket {
    /// A destination in a store; it has to be done after `patience`.
    ///
    /// # Errors
    /// When the operating system has no room for it.
    pub fn new(
        store: Arc<dyn ObjectStore>,
        prefix: &str,
        name: String,
        cache_control: String,
        patience: Duration,
    ) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let end = {
            let _inside = runtime.enter();
            Instant::now() + patience
        };
        Ok(Self {
            store,
            prefix: Path::from(prefix),
            name,
            cache_control,
            runtime,
            end,
            patience,
        })
    }

    fn path(&self, name: &str) -> Path {
        let parts = self.prefix.parts().chain(name.split('/').map(PathPart::from));
        Path::from_iter(parts)
    }

    /// Waits for an answer of the store, until the end.
    fn wait<T>(
        &self,
        name: &str,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Diagnostic> {
        let answer = self.runtime.block_on(async { timeout_at(self.end, answer).await });
        match answer {
            Ok(answer) => answer.map_err(|error| self.told(name, &error)),
            Err(_) => Err(self.too_long()),
        }
    }

    fn told(&self, name: &str, error: &Error) -> Diagnostic {
        let message =
            format!("cannot upload to `{}`: `{name}`: {}", self.name, explained(error));
        let hint = match error {
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                "look at the variables of the environment that say who may write there"
            }
            _ => "what was sent stays; the next build goes on from there",
        };
        Diagnostic::error("hook-upload", message).hint(hint)
    }

    fn too_long(&self) -> Diagnostic {
        let seconds = self.patience.as_secs();
        let message = format!("uploading to `{}` took more than {seconds} s", self.name);
        Diagnostic::error("hook-upload", message).hint(
            "what was sent stays, the next build goes on from there; `timeout` gives it more time",
        )
    }

    fn put_small(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let options = PutOptions::from(headers::of_list(name));
        let payload = PutPayload::from(bytes.to_vec());
        let path = self.path(name);
        self.wait(name, self.store.put_opts(&path, payload, options))
            .map(drop)
    }

    /// Sends a file in parts. If its bytes are not those of its SHA-256 it never comes to be.
    async fn put_large(
        &self,
        name: &str,
        file: &File,
        first: Vec<u8>,
        mut rest: Box<dyn Read + Send>,
    ) -> Result<Result<(), Diagnostic>, Error> {
        let attributes = headers::of_file(name, file, &self.cache_control);
        let options = PutMultipartOptions::from(attributes);
        let upload = self.store.put_multipart_opts(&self.path(name), options).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut hash = Sha256::new();
        let mut part = first;
        while !part.is_empty() {
            hash.update(&part);
            writer.wait_for_capacity(AT_ONCE - 1).await?;
            writer.write(&part);
            match read_part(&mut *rest) {
                Ok(next) => part = next,
                Err(error) => {
                    writer.abort().await?;
                    return Ok(Err(unsent(name, &error.to_string())));
                }
            }
        }
        let sha256: String =
            hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if sha256 != file.sha256 {
            writer.abort().await?;
            return Ok(Err(unsent(name, CHANGED)));
        }
        writer.finish().await.map(|_| Ok(()))
    }

    /// Sends all files. The store's first refusal ends it.
    async fn send_all(
        &self,
        files: &[(&str, &File)],
        open: Open<'_>,
        go_on: &dyn Fn() -> bool,
        told: &mut Vec<Diagnostic>,
    ) -> Result<(), (String, Error)> {
        let mut tasks: JoinSet<Sent> = JoinSet::new();
        for (name, file) in files.iter().take_while(|_| go_on()) {
            while tasks.len() >= AT_ONCE {
                landed(&mut tasks).await?;
            }
            let opened = open(name)
                .and_then(|mut from| read_part(&mut *from).map(|first| (first, from)));
            let (first, rest) = match opened {
                Ok(opened) => opened,
                Err(error) => {
                    told.push(unsent(name, &error.to_string()));
                    continue;
                }
            };
            if first.len() == PART {
                while landed(&mut tasks).await? {}
                let sent = self.put_large(name, file, first, rest).await;
                let sent = sent.map_err(|error| ((*name).to_owned(), error))?;
                told.extend(sent.err());
            } else if digest(&first) == file.sha256 {
                let (store, path) = (Arc::clone(&self.store), self.path(name));
                let attributes = headers::of_file(name, file, &self.cache_control);
                let name = (*name).to_owned();
                tasks.spawn(async move {
                    let payload = PutPayload::from(first);
                    let sent = store.put_opts(&path, payload, attributes.into()).await;
                    (name, sent.map(drop))
                });
            } else {
                told.push(unsent(name, CHANGED));
            }
        }
        while landed(&mut tasks).await? {}
        Ok(())
    }
}

/// Waits for a task. Whether there was one.
async fn landed(tasks: &mut JoinSet<Sent>) -> Result<bool, (String, Error)> {
    match tasks.join_next().await {
        None => Ok(false),
        Some(Ok((_, Ok(())))) => Ok(true),
        Some(Ok((name, Err(error)))) => Err((name, error)),
        Some(Err(source)) => Err((String::new(), Error::JoinError { source })),
    }
}

/// The next part of a file; a short one is the last.
fn read_part(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut part = Vec::new();
    from.take(PART as u64).read_to_end(&mut part)?;
    Ok(part)
}

impl Destination for Bucket {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let path = self.path(name);
        let read = async {
            match self.store.get_opts(&path, GetOptions::new()).await {
                Ok(found) => found.bytes().await.map(|bytes| Some(bytes.to_vec())),
                Err(Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        };
        self.wait(name, read)
    }

    fn find(&self, name: &str) -> Result<Found, Diagnostic> {
        let path = self.path(name);
        let head = async {
            let options = GetOptions::new().with_head(true);
            match self.store.get_opts(&path, options).await {
                Ok(found) => Ok(Some(found.attributes)),
                Err(Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        };
        let Some(attributes) = self.wait(name, head)? else { return Ok(Found::Nothing) };
        let sha256 = attributes.get(&headers::SHA256);
        Ok(sha256.map_or(Found::Foreign, |sha256| Found::File(sha256.to_string())))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.put_small(name, bytes)
    }

    fn send(
        &self,
        files: &[(&str, &File)],
        open: Open<'_>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut told = Vec::new();
        let sent = self.runtime.block_on(async {
            timeout_at(self.end, self.send_all(files, open, go_on, &mut told)).await
        });
        match sent {
            Ok(Ok(())) => {}
            Ok(Err((name, error))) => told.push(self.told(&name, &error)),
            Err(_) => told.push(self.too_long()),
        }
        if told.is_empty() { Ok(()) } else { Err(told) }
    }

    fn remove(&self, name: &str) -> Result<(), Diagnostic> {
        let path = self.path(name);
        let removed = async {
            match object_store::ObjectStoreExt::delete(&self.store, &path).await {
                Err(Error::NotFound { .. }) => Ok(()),
                removed => removed,
            }
        };
        self.wait(name, removed)
    }
}
