import { type Hover, type HoverParams, type ServerCapabilities } from 'vscode-languageserver';
import { explainRule, type Finding } from '../../core/service';
import type { ServerContext } from '../context';
import { toRange, toSpan } from '../convert';
import type { CheckedDocument } from '../findings';

const separator = '\n\n---\n\n';

/** On a finding the page of its rule, below it what upstream knows about the instruction. */
export function register(context: ServerContext): ServerCapabilities {
  context.connection.onHover(
    context.guard(
      { request: 'textDocument/hover', fallback: null, dropStale: true },
      async ({ textDocument, position }: HoverParams, token): Promise<Hover | null> => {
        const checked = await context.findings.check(textDocument.uri, token);
        const findings = checked === undefined ? [] : findingsAt(checked, position);
        const upstream = await context.upstream.ask(textDocument.uri, (service, text) =>
          service.computeHover(text, position),
        );
        const [first] = findings;
        if (checked === undefined || first === undefined) return upstream ?? null;
        const pages = [...new Set(findings.map(({ definition }) => definition))].map(explainRule);
        const rest = upstream ? [toMarkdown(upstream.contents)] : [];
        return {
          contents: {
            kind: context.client.hoverFormat,
            value: [...pages, ...rest].map((part) => part.trim()).join(separator),
          },
          range: toRange(checked.document.model.lines, first.span),
        };
      },
    ),
  );
  return { hoverProvider: true };
}

function findingsAt(checked: CheckedDocument, position: HoverParams['position']): Finding[] {
  const { lines } = checked.document.model;
  const { start } = toSpan(lines, { start: position, end: position });
  return checked.result.findings.filter(({ span }) => span.start <= start && start <= span.end);
}

function toMarkdown(contents: Hover['contents']): string {
  if (Array.isArray(contents)) return contents.map(toMarkdown).join('\n\n');
  return typeof contents === 'string' ? contents : contents.value;
}
