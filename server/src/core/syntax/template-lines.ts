import type { Instruction } from './instruction';

/** True when a line among the instructions belongs to a template engine (`{% if debug %}`, `{{else}}`). */
export function hasTemplateLines(instructions: readonly Instruction[]): boolean {
  return instructions.some(({ keyword }) => /[^A-Z]/.test(keyword));
}
