/** What a tab stop shows before the author types: text and mirrors of other tab stops. */
type SnippetPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'stop'; readonly id: string; readonly content?: readonly SnippetPart[] };

/**
 * The text that a VS Code snippet leaves when every default is accepted: placeholders become their
 * default, choices their first option, mirrors the text of their tab stop, and `$0` nothing.
 * Throws on syntax that no snippet of this project may use (variables, transforms, a bare `$`).
 */
export function expandSnippet(body: string[]): string {
  const parts = new SnippetParser(body.join('\n')).parse();
  const defaults = new Map<string, readonly SnippetPart[]>();
  collectDefaults(parts, defaults);
  return render(parts, defaults);
}

function collectDefaults(
  parts: readonly SnippetPart[],
  defaults: Map<string, readonly SnippetPart[]>,
): void {
  for (const part of parts) {
    if (part.kind === 'text' || part.content === undefined) continue;
    if (defaults.has(part.id)) {
      throw new Error(`Tab stop ${part.id} has a second default: use $${part.id} as a mirror`);
    }
    defaults.set(part.id, part.content);
    collectDefaults(part.content, defaults);
  }
}

function render(
  parts: readonly SnippetPart[],
  defaults: ReadonlyMap<string, readonly SnippetPart[]>,
): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const content = part.content ?? defaults.get(part.id);
      if (content === undefined && part.id !== '0') {
        throw new Error(`Tab stop ${part.id} has no default`);
      }
      return render(content ?? [], defaults);
    })
    .join('');
}

class SnippetParser {
  private offset = 0;

  constructor(private readonly source: string) {}

  parse(): SnippetPart[] {
    return this.parseParts('');
  }

  /** Reads up to the unescaped character `end`, which is consumed; an empty `end` reads it all. */
  private parseParts(end: string): SnippetPart[] {
    const parts: SnippetPart[] = [];
    while (this.offset < this.source.length) {
      const character = this.source.charAt(this.offset);
      if (end !== '' && character === end) {
        this.offset++;
        return parts;
      }
      if (character === '$') parts.push(this.parseStop());
      else parts.push({ kind: 'text', text: this.readCharacter('$}\\') });
    }
    if (end !== '') throw new Error(`Missing ${end} at the end of the snippet`);
    return parts;
  }

  private parseStop(): SnippetPart {
    const mirror = this.consume(/\$(\d+)/y);
    if (mirror !== undefined) return { kind: 'stop', id: mirror };
    const bracedMirror = this.consume(/\$\{(\d+)\}/y);
    if (bracedMirror !== undefined) return { kind: 'stop', id: bracedMirror };
    const placeholder = this.consume(/\$\{(\d+):/y);
    if (placeholder !== undefined) {
      return { kind: 'stop', id: placeholder, content: this.parseParts('}') };
    }
    const choice = this.consume(/\$\{(\d+)\|/y);
    if (choice !== undefined) {
      return { kind: 'stop', id: choice, content: [{ kind: 'text', text: this.firstOption() }] };
    }
    const line = this.source.slice(this.offset).split('\n', 1).join('');
    throw new Error(`Neither a tab stop nor an escaped dollar sign: ${line}`);
  }

  private firstOption(): string {
    const options = [''];
    while (this.offset < this.source.length) {
      const character = this.source.charAt(this.offset);
      if (this.source.startsWith('|}', this.offset)) {
        this.offset += 2;
        return options.slice(0, 1).join('');
      }
      if (character === ',') {
        this.offset++;
        options.push('');
      } else {
        options.push(`${options.pop() ?? ''}${this.readCharacter(',|\\')}`);
      }
    }
    throw new Error('Missing |} at the end of the snippet');
  }

  private readCharacter(escapable: string): string {
    const next = this.source.charAt(this.offset + 1);
    if (this.source.charAt(this.offset) === '\\' && next !== '' && escapable.includes(next)) {
      this.offset += 2;
      return next;
    }
    return this.source.charAt(this.offset++);
  }

  private consume(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.source);
    if (match === null) return undefined;
    this.offset = pattern.lastIndex;
    return match[1];
  }
}
