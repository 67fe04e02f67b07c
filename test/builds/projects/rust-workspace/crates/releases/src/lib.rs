//! Finds releases in a list of versions.

use semver::{Version, VersionReq};

/// Versions from a text with one in each line, newest first; other lines are skipped.
pub fn parse(text: &str) -> Vec<Version> {
    let mut versions: Vec<Version> = text
        .lines()
        .filter_map(|line| Version::parse(line.trim()).ok())
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions
}

/// The newest version that a requirement such as `^1.2` allows.
pub fn newest<'a>(versions: &'a [Version], requirement: &str) -> Option<&'a Version> {
    let requirement = VersionReq::parse(requirement).ok()?;
    versions.iter().find(|version| requirement.matches(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_newest_allowed_version() {
        let versions = parse("1.2.0\n# yanked\n1.4.1\n2.0.0\n");
        assert_eq!(
            newest(&versions, "^1.2")
                .map(ToString::to_string)
                .as_deref(),
            Some("1.4.1")
        );
        assert!(newest(&versions, "^3").is_none());
    }
}
