use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process;
use std::thread;

use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;

fn main() -> io::Result<()> {
    let port = env::var("PORT").unwrap_or_else(|_| "8080".to_string());
    let title = fs::read_to_string("assets/title.txt")?;
    let mut signals = Signals::new([SIGTERM])?;
    thread::spawn(move || {
        signals.forever().next();
        process::exit(0);
    });
    let listener = TcpListener::bind(format!("0.0.0.0:{port}"))?;
    println!("listening on {port}");
    for stream in listener.incoming() {
        let title = title.clone();
        thread::spawn(move || stream.and_then(|stream| answer(stream, &title)));
    }
    Ok(())
}

fn answer(mut stream: TcpStream, title: &str) -> io::Result<()> {
    let mut request = String::new();
    BufReader::new(stream.try_clone()?).read_line(&mut request)?;
    let (status, body) = match request.split(' ').nth(1) {
        Some("/") => ("200 OK", title.trim()),
        Some("/healthz") => ("200 OK", "ok"),
        _ => ("404 Not Found", "nothing here"),
    };
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}
