//! A small HTTP server on the standard library: `/` lists, `/newest/1.2` looks up.

use std::{
    env, fs,
    io::{BufRead, BufReader, Result, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use signal_hook::{consts::SIGTERM, iterator::Signals};

fn body(path: &str) -> Result<String> {
    let file = env::var("RELEASES_FILE").unwrap_or_else(|_| "releases.txt".into());
    let versions = releases::parse(&fs::read_to_string(file)?);
    Ok(match path.strip_prefix("/newest/") {
        Some(requirement) => releases::newest(&versions, requirement)
            .map_or("none\n".into(), |version| format!("{version}\n")),
        None => versions
            .iter()
            .fold("known releases:\n".into(), |list, version| {
                format!("{list}{version}\n")
            }),
    })
}

fn answer(mut stream: TcpStream) -> Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or("/");
    let (status, text) = match body(path) {
        Ok(text) => ("200 OK", text),
        Err(why) => ("500 Internal Server Error", format!("{why}\n")),
    };
    write!(stream, "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len())
}

fn main() -> Result<()> {
    let mut signals = Signals::new([SIGTERM])?;
    thread::spawn(move || {
        signals.forever().next();
        std::process::exit(0);
    });

    let listener = TcpListener::bind("0.0.0.0:4000")?;
    println!("listening on {}", listener.local_addr()?);
    for stream in listener.incoming() {
        thread::spawn(move || stream.and_then(answer));
    }
    Ok(())
}
