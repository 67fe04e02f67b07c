import type { DockerfileModel } from '../../model/model';
import { findOutdatedTls, type OutdatedTls } from '../../model/outdated-tls';
import { removeCommand } from '../../rewrite/remove-command';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'outdated-tls-version',
  code: 'IH160',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A download or a setting allows versions of TLS that are broken.',
  why: 'SSL 3, TLS 1.0 and TLS 1.1 can be read or changed on the way, and no standard allows them any more (RFC 7568 and 8996). An option of curl or wget that asks for them weakens one download; `MinProtocol` in the settings of OpenSSL weakens every program of the image for good. Every server worth talking to has TLS 1.2: bring the one up to date that has not.',
  fixNotes:
    'An option asks for TLS 1.2 instead, and a command that weakens the settings of OpenSSL is left out. A server without TLS 1.2 is refused then. There is no fix where the setting is a part of a text that is written to a file.',
  equivalents: { sonar: 'S4423' },
  messages: { found: 'With "{{setting}}" versions of TLS are allowed that can be broken.' },
  examples: [
    {
      bad: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl --tlsv1.0 -fsSL -o /tmp/tool https://example.com/tool
        #        ^^^^^^^^^ outdated-tls-version
      `,
      good: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl --tlsv1.2 -fsSL -o /tmp/tool https://example.com/tool
      `,
    },
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/dotnet/aspnet:10.0
        RUN sed -i 's/MinProtocol = TLSv1.2/MinProtocol = TLSv1/' /etc/ssl/openssl.cnf
        #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ outdated-tls-version
        USER $APP_UID
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/dotnet/aspnet:10.0
        USER $APP_UID
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const found of findOutdatedTls(model, stage)) yield toReport(model, found);
    }
  },
});

function toReport(model: DockerfileModel, found: OutdatedTls): Report<'found'> {
  const { setting, span } = found;
  const report: Report<'found'> = { message: 'found', data: { setting }, span };
  const edit = planEdit(model, found);
  if (edit === undefined) {
    return { ...report, refusal: 'It is a part of something larger: take it out there.' };
  }
  const title = 'Ask for TLS 1.2';
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'word', edits: [edit] }] };
}

function planEdit(model: DockerfileModel, { mend, span }: OutdatedTls): Edit | undefined {
  if (mend === undefined) return undefined;
  if (mend.kind === 'replace') return { span, text: mend.text };
  return removeCommand(model, model.executionOf(mend.command.instruction), mend.command);
}
