import type { DockerfileModel } from '../model/model';
import type { PowershellRun } from '../model/powershell';
import type { Edit } from '../text/edit';

/**
 * The edit that sets a preference of PowerShell for a RUN: in the SHELL instruction that chose it, or in front of the
 * script that a RUN hands over. A sentence says why there is none.
 *
 * @param preference such as `$ProgressPreference = 'SilentlyContinue';`
 */
export function setPreference(
  model: DockerfileModel,
  { shell, callSpan }: PowershellRun,
  preference: string,
): Edit | string {
  if (callSpan !== undefined) {
    return { span: { start: callSpan.end, end: callSpan.end }, text: `${preference} ` };
  }
  const elements = shell.instruction?.json ?? [];
  const last = elements.at(-1);
  if (shell.instruction === undefined || last === undefined) {
    return 'No SHELL instruction of this file chose PowerShell.';
  }
  if (/^-c(?:ommand)?$/i.test(last.value)) {
    const { end } = last.span;
    return { span: { start: end, end }, text: `, "${preference}"` };
  }
  const option = elements.at(-2)?.value ?? '';
  if (!/^-c(?:ommand)?$/i.test(option)) return 'The SHELL instruction has no -Command at its end.';
  const { start } = last.span;
  const isPlain = model.text[start] === '"';
  return isPlain
    ? { span: { start: start + 1, end: start + 1 }, text: `${preference} ` }
    : 'The SHELL instruction is not plain to read.';
}
