/** Text as it stands in a regular expression: `c++` gives `c\+\+`. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
