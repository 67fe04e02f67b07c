import type { DockerfileModel } from '../../model/model';
import { powershellRunsOf, type PowershellRun } from '../../model/powershell';
import { formOf } from '../../model/shell';
import type { Stage } from '../../model/stage-graph';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix, type Report } from '../define-rule';

export default defineRule({
  id: 'repeated-powershell-call',
  code: 'IH772',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Several RUNs call PowerShell one by one; SHELL would choose it once.',
  why: 'On Windows the text of a RUN goes through `cmd`, which replaces `%NAME%` and reads `^`, `&`, `|` and `>` before PowerShell sees any of it. `SHELL ["powershell", "-Command", …]` hands the text to PowerShell as it stands, says once which settings hold for errors and progress, and keeps the steps short.',
  fixNotes:
    'The fix writes a SHELL instruction above the first call and takes the calls away. It is refused where `cmd` may change the text, where a call has options of its own, and where something behind the calls needs `cmd`.',
  equivalents: { kics: '8a301064-c291-4b20-adcb-403fe7fd95fd' },
  messages: { repeated: '{{count}} steps call PowerShell by name; SHELL would choose it once.' },
  examples: [
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2025
        RUN powershell -Command Install-WindowsFeature Web-Server
        #   ^^^^^^^^^^ repeated-powershell-call
        RUN powershell -Command Remove-Item -Recurse C:\inetpub\wwwroot
        WORKDIR C:/app
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2025
        SHELL ["powershell", "-Command"]
        RUN Install-WindowsFeature Web-Server
        RUN Remove-Item -Recurse C:\inetpub\wwwroot
        WORKDIR C:/app
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!stage.mayBeWindows) continue;
      const calls = powershellRunsOf(model, stage).filter(
        ({ kind, shell }) => kind === 'call' && shell.program !== 'powershell',
      );
      const [first] = calls;
      if (first === undefined || calls.length < 2) continue;
      const { start } = first.instruction.argumentSpan;
      const report: Report<'repeated'> = {
        message: 'repeated',
        data: { count: String(calls.length) },
        span: { start, end: start + first.program.length },
        related: calls.slice(1).map(({ instruction }) => ({
          span: instruction.keywordSpan,
          message: 'This step as well.',
        })),
      };
      const refusal = findObstacle(model, stage, calls);
      yield refusal === undefined
        ? { ...report, fixes: [chooseShell(model, first, calls)] }
        : { ...report, refusal };
    }
  },
});

function findObstacle(
  model: DockerfileModel,
  stage: Stage,
  calls: readonly PowershellRun[],
): string | undefined {
  const [first] = calls;
  const from = first?.instruction.span.start ?? 0;
  const called = new Set(calls.map(({ instruction }) => instruction));
  for (const { callSpan, text } of calls) {
    const head = model.text.slice(callSpan?.start, callSpan?.end);
    if (!/^(?:powershell|pwsh)(?:\.exe)? -Command $/i.test(head)) {
      return 'A call has options or quotes of its own.';
    }
    if (/[%^&|<>"]/.test(text)) return 'A step has characters that cmd reads in its own way.';
  }
  if (new Set(calls.map(({ program }) => program)).size !== 1) {
    return 'The steps call different versions of PowerShell.';
  }
  const others = stage.instructions.filter(
    (each) => from < each.span.start && !called.has(each) && needsShell(each.keyword),
  );
  if (others.some((each) => formOf(each) !== 'exec' && !/^NONE$/i.test(each.argumentText))) {
    return 'Something behind the first call is written for cmd.';
  }
  const isInherited = model.stages.some(
    ({ base }) => base.kind === 'stage' && base.stage === stage,
  );
  return isInherited
    ? 'Another stage starts from this one and would get the shell too.'
    : undefined;
}

function needsShell(name: string): boolean {
  return ['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL', 'ONBUILD'].includes(name);
}

function chooseShell(
  model: DockerfileModel,
  first: PowershellRun,
  calls: readonly PowershellRun[],
): Fix {
  const line = `${keyword(model, 'SHELL')} ["${first.program}", "-Command"]`;
  return {
    title: 'Choose PowerShell with SHELL',
    applicability: 'unsafe',
    phase: 'structure',
    edits: [
      insertBefore(model, first.instruction, [line]),
      ...calls.flatMap(({ callSpan }) =>
        callSpan === undefined ? [] : { span: callSpan, text: '' },
      ),
    ],
  };
}
