/// The value of a parameter, with `+` read as a space; enough for short texts.
pub fn value(url: &str, name: &str) -> String {
    url.split_once('?')
        .map_or("", |(_, query)| query)
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map_or_else(String::new, |(_, value)| value.replace('+', " "))
}
