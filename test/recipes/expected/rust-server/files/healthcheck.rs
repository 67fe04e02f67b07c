//! Asks the server in its own container whether it is well.

use std::env;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let port = arguments.next().and_then(|port| port.parse().ok());
    match port.map(|port| is_well(port, arguments.next().as_deref())) {
        Some(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn is_well(port: u16, path: Option<&str>) -> io::Result<bool> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    let Some(path) = path else { return Ok(true) };
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
    // "HTTP/1.1 200": the first digit of the status is the tenth character.
    let mut start = [0; 10];
    stream.read_exact(&mut start)?;
    // The rest is read too, so that the server can end in peace.
    let _ = io::copy(&mut stream.take(64 << 10), &mut io::sink());
    Ok(start.starts_with(b"HTTP/1.") && matches!(start[9], b'2' | b'3'))
}
