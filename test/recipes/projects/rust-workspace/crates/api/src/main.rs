use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process;

const SIGTERM: i32 = 15;

unsafe extern "C" {
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
}

extern "C" fn leave(_number: i32) {
    process::exit(0);
}

fn main() -> io::Result<()> {
    unsafe { signal(SIGTERM, leave) };
    let address = SocketAddr::from(([0, 0, 0, 0], 9000));
    for stream in TcpListener::bind(address)?.incoming() {
        if let Err(error) = stream.and_then(answer) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut request = String::new();
    BufReader::new(stream.try_clone()?).read_line(&mut request)?;
    let body = match request.split(' ').nth(1) {
        Some("/healthz") => "ok",
        _ => words::greeting(),
    };
    let length = body.len();
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}
