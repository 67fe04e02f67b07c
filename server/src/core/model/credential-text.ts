/** Settings of package managers whose value is a credential, and addresses with a password in them. */
const credential =
  /:\/\/[^/\s:@$]+:(?!\$\{?\w)[^/\s@]+@|^[^#;\n]*(?:_authToken|_auth|_password|\bpassword|\btoken)\s*[=:]\s*(?!\s*$)(?!["']?\$\{?\w)\S/im;

/**
 * True when the text of a settings file (`.npmrc`, `pip.conf` …) holds a credential as it is; a reference to a
 * variable is none.
 */
export function holdsCredential(text: string): boolean {
  return credential.test(text);
}
