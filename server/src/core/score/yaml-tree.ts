import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
} from 'yaml';

/** What all nodes of one document share. */
interface Source {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Merge keys in merge keys: more than this is a mistake, or an attack. */
const deepestMerge = 8;

/** A place in a YAML file, with what stands there. Aliases and merge keys (`<<`) are looked through. */
export class YamlTree {
  readonly #source: Source;
  readonly #node: unknown;
  readonly #key: unknown;

  private constructor(source: Source, node: unknown, key: unknown) {
    this.#source = source;
    this.#node = isAlias(node) ? node.resolve(source.document) : node;
    this.#key = key;
  }

  /** The documents of a file; undefined when it is not YAML. */
  static read(file: string, text: string): readonly YamlTree[] | undefined {
    const lines = new LineCounter();
    const documents = Array.from(
      parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent' }),
    );
    if (documents.some(({ errors }) => errors.length !== 0)) return undefined;
    return documents
      .filter(({ contents }) => contents !== null)
      .map((document) => {
        const source = { file, document, lines };
        return new YamlTree(source, document.contents, undefined);
      });
  }

  get file(): string {
    return this.#source.file;
  }

  /** Line of the key, or of the value where there is no key; from 1. */
  get line(): number {
    const place = startOf(this.#key) ?? startOf(this.#node) ?? 0;
    return this.#source.lines.linePos(place).line;
  }

  /** The value below a path of keys. */
  at(...keys: readonly string[]): YamlTree | undefined {
    const [first, ...rest] = keys;
    if (first === undefined) return this;
    return this.entries.find(([key]) => key === first)?.[1].at(...rest);
  }

  /** Keys and values of a mapping, its own before those that merge keys bring. */
  get entries(): readonly (readonly [key: string, value: YamlTree])[] {
    return this.#collectEntries(0);
  }

  #collectEntries(depth: number): readonly (readonly [string, YamlTree])[] {
    if (!isMap(this.#node) || deepestMerge < depth) return [];
    const own: (readonly [string, YamlTree])[] = [];
    const merged: (readonly [string, YamlTree])[] = [];
    for (const { key, value } of this.#node.items) {
      const tree = new YamlTree(this.#source, value, key);
      const name = isScalar(key) ? String(key.value) : '';
      // A quoted `<<` is a key like any other.
      const isMerge = name === '<<' && isScalar(key) && key.type === 'PLAIN';
      if (!isMerge) own.push([name, tree]);
      else {
        const parts = isSeq(tree.#node) ? tree.items : [tree];
        merged.push(...parts.flatMap((part) => part.#collectEntries(depth + 1)));
      }
    }
    return [...own, ...merged];
  }

  /** Elements of a sequence. */
  get items(): readonly YamlTree[] {
    if (!isSeq(this.#node)) return [];
    return this.#node.items.map((item) => new YamlTree(this.#source, item, undefined));
  }

  /** A scalar as text: `true`, `8080`, `restricted`; undefined for everything else and for null. */
  get text(): string | undefined {
    if (!isScalar(this.#node)) return undefined;
    const { value } = this.#node;
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  get number(): number | undefined {
    const { text } = this;
    return text !== undefined && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  }

  /** Texts of a sequence, or the text of a scalar as the only one. */
  get texts(): readonly string[] {
    const { text } = this;
    return text === undefined ? this.items.flatMap((item) => item.text ?? []) : [text];
  }

  /** The text below a path of keys. */
  textAt(...keys: readonly string[]): string | undefined {
    return this.at(...keys)?.text;
  }
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}
