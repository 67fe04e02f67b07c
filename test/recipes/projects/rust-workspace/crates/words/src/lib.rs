//! Words that are said.

/// The greeting.
pub fn greeting() -> &'static str {
    "Hello"
}
