use std::io::{self, Read};

const HELP: &str = include_str!("../README.md");

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    if text.is_empty() {
        println!("{HELP}");
    } else {
        println!("{}", text.split_whitespace().count());
    }
    Ok(())
}
