//! Pastes, kept in files of the folder `store`, shown with a template from disk.

mod query;

use std::{env, fs, io, path::Path, thread};

use signal_hook::{consts::SIGTERM, iterator::Signals};
use tiny_http::{Header, Response, Server};

fn page() -> io::Result<String> {
    let title = env::var("PASTE_TITLE").unwrap_or_else(|_| "untitled".into());
    let template = fs::read_to_string("templates/page.html")?;
    Ok(template
        .replace("{{title}}", &title)
        .replace("{{intro}}", "Keep a text for a while"))
}

fn keep(url: &str) -> io::Result<String> {
    let (name, text) = (query::value(url, "name"), query::value(url, "text"));
    if !name.chars().all(|c| c.is_ascii_alphanumeric()) || name.is_empty() {
        return Ok("names are letters and digits\n".into());
    }
    let path = Path::new("store").join(name).with_extension("txt");
    fs::write(&path, text)?;
    Ok(format!(
        "{}: {} bytes\n",
        path.display(),
        fs::read(&path)?.len()
    ))
}

fn main() {
    let mut signals = Signals::new([SIGTERM]).expect("signals");
    thread::spawn(move || {
        signals.forever().next();
        eprintln!("stopping");
        std::process::exit(0);
    });

    let server = Server::http("0.0.0.0:3000").expect("port 3000");
    for request in server.incoming_requests() {
        let url = request.url().to_string();
        let answer = match url.split('?').next() {
            Some("/") => page(),
            Some("/keep") => keep(&url),
            _ => Err(io::ErrorKind::NotFound.into()),
        };
        let html = "Content-Type: text/html; charset=utf-8"
            .parse::<Header>()
            .expect("header");
        let done = match answer {
            Ok(body) => request.respond(Response::from_string(body).with_header(html)),
            Err(why) => {
                request.respond(Response::from_string(why.to_string()).with_status_code(500))
            }
        };
        if let Err(why) = done {
            eprintln!("{url}: {why}");
        }
    }
}
