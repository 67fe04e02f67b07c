import { powershellRunsOf } from '../../model/powershell';
import { setPreference } from '../../rewrite/powershell-preference';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'slow-powershell-download',
  code: 'IH570',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary:
    'Windows PowerShell draws a progress bar for a download, which takes longer than the download.',
  why: "`Invoke-WebRequest` and `Expand-Archive` of Windows PowerShell 5.1 draw their progress anew for every block, though a build shows it to nobody: a large download takes many times as long. `$ProgressPreference = 'SilentlyContinue'` turns it off, and every official image for Windows sets it in its SHELL instruction. PowerShell 7 (`pwsh`) is not slowed down as much and is not reported.",
  fixNotes:
    "The fix adds `$ProgressPreference = 'SilentlyContinue';` to the SHELL instruction, or to the one RUN that calls PowerShell. What is installed stays the same.",
  equivalents: {},
  messages: { slow: 'The progress bar of "{{command}}" slows this download down.' },
  examples: [
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2025
        SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
        RUN Invoke-WebRequest -UseBasicParsing https://example.com/tool.zip -OutFile tool.zip
        #   ^^^^^^^^^^^^^^^^^ slow-powershell-download
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2025
        SHELL ["powershell", "-Command", "$ProgressPreference = 'SilentlyContinue'; $ErrorActionPreference = 'Stop';"]
        RUN Invoke-WebRequest -UseBasicParsing https://example.com/tool.zip -OutFile tool.zip
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!stage.mayBeWindows) continue;
      const mended = new Set<unknown>();
      for (const run of powershellRunsOf(model, stage)) {
        if (run.program !== 'powershell' || /ProgressPreference/i.test(run.text)) continue;
        const found = run.statements
          .map(({ text, span }) => ({ match: download.exec(text), span }))
          .find(({ match }) => match !== null);
        const name = found?.match?.[1];
        if (found?.match === null || found === undefined || name === undefined) continue;
        const start = found.span.start + found.match.index + found.match[0].indexOf(name);
        const report = {
          message: 'slow',
          data: { command: name },
          span: { start, end: start + name.length },
        } as const;
        const { instruction } = run.shell;
        if (run.kind === 'shell' && mended.has(instruction)) {
          const refusal = 'The SHELL instruction that mends the first place mends this too.';
          yield { ...report, refusal };
          continue;
        }
        const edit = setPreference(model, run, "$ProgressPreference = 'SilentlyContinue';");
        if (typeof edit === 'string') {
          yield { ...report, refusal: edit };
          continue;
        }
        mended.add(instruction);
        const title = 'Turn the progress bar off';
        const fix = {
          title,
          applicability: 'unsafe',
          phase: 'instruction',
          edits: [edit],
        } as const;
        yield { ...report, fixes: [fix] };
      }
    }
  },
});

/** A download to a file: what goes to a variable is small. */
const download = /^(Invoke-WebRequest|iwr|wget|curl)\b(?=.*\s-O(?:ut)?F?(?:ile)?\b)/is;
