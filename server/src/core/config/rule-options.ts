import type { RuleOption } from '../rules/define-option';

/** The value that is set for an option, or its fallback. */
export function readOption<Value>(
  option: RuleOption<Value>,
  written: Readonly<Record<string, unknown>> | undefined,
): Value {
  const value = written?.[option.key];
  return (value === undefined ? undefined : option.read(value)) ?? option.fallback;
}
