//! Whom the lines to servers trust: the authorities that browsers trust, and those of the
//! project.

use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// An encrypted line.
pub(super) type Stream = StreamOwned<ClientConnection, TcpStream>;

/// The certificates in a file (PEM).
///
/// # Errors
/// What is wrong with it.
pub fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match read {
        Ok(list) if list.is_empty() => Err("there is no certificate in it".to_owned()),
        Ok(list) => Ok(list),
        Err(error) => Err(error.to_string()),
    }
}

/// Encrypts a line to the server `host`. `authorities` are trusted, too.
///
/// # Errors
/// What went wrong, also that the server is not who it should be.
pub(super) fn encrypt(
    line: TcpStream,
    host: &str,
    authorities: &[u8],
) -> Result<Stream, String> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if !authorities.is_empty() {
        for certificate in certificates(authorities)? {
            roots.add(certificate).map_err(|error| error.to_string())?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| format!("`{host}` is no name of a server"))?;
    let client = ClientConnection::new(Arc::new(config), name)
        .map_err(|error| error.to_string())?;
    let mut stream = StreamOwned::new(client, line);
    // A server that is not trusted is found out here, not at the first command.
    stream
        .conn
        .complete_io(&mut stream.sock)
        .map_err(|error| error.to_string())?;
    Ok(stream)
}
