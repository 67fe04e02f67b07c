/** What a `WWW-Authenticate` header asks for. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      /** Where tokens are given out. */
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/** Reads the challenge that is met, tokens before logins; undefined when there is none of both kinds. */
export function readChallenge(header: string | null): Challenge | undefined {
  const text = header ?? '';
  const [, rest] = /(?:^|,)\s*bearer\s+(.*)$/i.exec(text) ?? [];
  const parameters = readParameters(rest ?? '');
  const realm = parameters.get('realm');
  if (realm !== undefined) {
    const [service, scope] = [parameters.get('service'), parameters.get('scope')];
    return { scheme: 'bearer', realm, service, scope };
  }
  return /(?:^|,)\s*basic(?:\s|$)/i.test(text) ? { scheme: 'basic' } : undefined;
}

/** The first value of each name: those of a second challenge come later. */
function readParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const match of text.matchAll(/([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    const [, name = '', quoted, plain = ''] = match;
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain);
  }
  return parameters;
}
