/** The part of JSON schema that options need. */
export interface OptionSchema {
  readonly type: 'boolean' | 'array' | 'object';
  readonly items?: { readonly type: 'string' };
  readonly additionalProperties?: { readonly enum: readonly string[] };
}

/** A setting of a rule besides its severity, written under the id of the rule. */
export interface RuleOption<Value> {
  readonly key: string;
  /** One sentence. */
  readonly description: string;
  readonly fallback: Value;
  readonly schema: OptionSchema;
  /** What has to be written, for messages: `a list of texts`. */
  readonly expects: string;
  /** The value of what a user wrote; undefined when that is of another type. */
  readonly read: (written: unknown) => Value | undefined;
}

/** An option that holds a list of texts; empty when nothing is set. */
export function textsOption(key: string, description: string): RuleOption<readonly string[]> {
  return {
    key,
    description,
    fallback: [],
    schema: { type: 'array', items: { type: 'string' } },
    expects: 'a list of texts',
    read: (written) =>
      isList(written) && written.every((each) => typeof each === 'string') ? written : undefined,
  };
}

/** An option that gives each of some names one of a few values; none when nothing is set. */
export function choicesOption<Choice extends string>(
  key: string,
  choices: readonly Choice[],
  description: string,
): RuleOption<ReadonlyMap<string, Choice>> {
  const find = (value: unknown): Choice | undefined => choices.find((choice) => choice === value);
  return {
    key,
    description,
    fallback: new Map(),
    schema: { type: 'object', additionalProperties: { enum: choices } },
    expects: `an object whose values are ${choices.map((choice) => `"${choice}"`).join(', ')}`,
    read: (written) => {
      if (typeof written !== 'object' || written === null || Array.isArray(written)) {
        return undefined;
      }
      const entries = Object.entries(written).map(
        ([name, value]): readonly [string, Choice | undefined] => [name, find(value)],
      );
      const known = entries.flatMap(([name, value]): readonly (readonly [string, Choice])[] =>
        value === undefined ? [] : [[name, value]],
      );
      return known.length === entries.length ? new Map(known) : undefined;
    },
  };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
