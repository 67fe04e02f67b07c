import type { DockerfileModel } from '../../model/model';
import {
  powershellRunsOf,
  type PowershellRun,
  type PowershellStatement,
} from '../../model/powershell';
import type { Stage } from '../../model/stage-graph';
import { setPreference } from '../../rewrite/powershell-preference';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'ignored-powershell-error',
  code: 'IH771',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'PowerShell goes on after a command that failed, and the build with it.',
  why: "By default PowerShell prints the error of a command such as `Invoke-WebRequest` or `Expand-Archive` and runs the next one; only the last command decides how the step ends. A download that failed then shows up much later, or in production. `$ErrorActionPreference = 'Stop'` ends the script at the first error, and every official image for Windows sets it in its SHELL instruction. It does not look at the exit codes of programs such as `npm` or `msbuild`: for those, ask `$LASTEXITCODE`, or write a RUN each.",
  fixNotes:
    "The fix adds `$ErrorActionPreference = 'Stop';` to the SHELL instruction, which all steps below it get, or to the one RUN that calls PowerShell. A step whose errors nobody saw may end the build then: give a command that may fail `-ErrorAction SilentlyContinue`.",
  equivalents: {},
  messages: {
    ignored: 'If "{{command}}" fails here, PowerShell goes on, and the build with it.',
  },
  examples: [
    {
      bad: dockerfile`
        # escape=\`
        FROM mcr.microsoft.com/windows/servercore:ltsc2025
        SHELL ["powershell", "-Command"]
        RUN Invoke-WebRequest -UseBasicParsing https://example.com/tool.zip -OutFile tool.zip; \`
        #   ^^^^^^^^^^^^^^^^^ ignored-powershell-error
            Expand-Archive tool.zip C:\tool; \`
            Remove-Item tool.zip
      `,
      good: dockerfile`
        # escape=\`
        FROM mcr.microsoft.com/windows/servercore:ltsc2025
        SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
        RUN Invoke-WebRequest -UseBasicParsing https://example.com/tool.zip -OutFile tool.zip; \`
            Expand-Archive tool.zip C:\tool; \`
            Remove-Item tool.zip
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!stage.mayBeWindows) continue;
      const mended = new Set<unknown>();
      for (const run of powershellRunsOf(model, stage)) {
        const command = findIgnored(run);
        if (command === undefined) continue;
        yield toReport(model, stage, run, command, mended);
      }
    }
  },
});

/** Commands that bring or change something, and do not end the script by themselves when that fails. */
const fallible =
  /^(?:\$\w+\s*=\s*)?(Invoke-WebRequest|Invoke-RestMethod|iwr|irm|wget|curl|Start-BitsTransfer|Expand-Archive|Copy-Item|Move-Item|Rename-Item|New-Item|(?:Install|Add|Import|Enable|Set|New|Register|Start|Restart)-[A-Z]\w+)\b(?!\.\w)/i;
const harmless =
  /^(?:Set-(?:Location|Variable|StrictMode|PSDebug|ExecutionPolicy)|New-(?:Object|Variable|TimeSpan|Guid)|Start-Sleep|Add-Member|Add-Type)$/i;

function findIgnored({ statements, text }: PowershellRun): PowershellStatement | undefined {
  if (
    /ErrorActionPreference|-ErrorAction\b|-EA\b|\btrap\b|\btry\b|\$\?|\bexit\b|\bthrow\b/i.test(
      text,
    )
  )
    return undefined;
  for (const { text: statement, span } of statements.slice(0, -1)) {
    const match = fallible.exec(statement);
    const name = match?.[1];
    if (match === null || name === undefined || harmless.test(name)) continue;
    const start = span.start + match[0].length - name.length;
    return { text: name, span: { start, end: start + name.length } };
  }
  return undefined;
}

function toReport(
  model: DockerfileModel,
  stage: Stage,
  run: PowershellRun,
  { text, span }: PowershellStatement,
  mended: Set<unknown>,
): Report<'ignored'> {
  const report: Report<'ignored'> = { message: 'ignored', data: { command: text }, span };
  const { instruction } = run.shell;
  if (run.kind === 'shell' && mended.has(instruction)) {
    return {
      ...report,
      refusal: 'The SHELL instruction that mends the first place mends this too.',
    };
  }
  if (run.kind === 'shell' && instruction !== undefined && model.stageOf(instruction) !== stage) {
    return { ...report, refusal: 'The SHELL instruction stands in another stage.' };
  }
  const edit = setPreference(model, run, "$ErrorActionPreference = 'Stop';");
  if (typeof edit === 'string') return { ...report, refusal: edit };
  mended.add(instruction);
  return {
    ...report,
    fixes: [
      {
        title: 'Stop at the first error',
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [edit],
      },
    ],
  };
}
