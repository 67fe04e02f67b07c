import { defineRule, type Report } from '../define-rule';
import { isForDevelopment } from '../../model/development-stage';
import type { DockerfileModel } from '../../model/model';
import { collectShippedPackages, type ShippedPackage } from '../../model/shipped-packages';
import { startedProgramsOf } from '../../model/started-programs';
import { dropLoginServer } from '../../rewrite/drop-login-server';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'installed-login-server',
  code: 'IH229',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The image ships a server for logging in from outside.',
  why: 'A second server beside the application needs accounts, keys and updates of its own, mostly runs as root, and is what attackers look for first. `docker exec` and `kubectl exec` open a shell in a container, `docker cp` moves files, and both are protected by the rights of the host or cluster. An image whose only program is such a server is not meant, nor is one for development.',
  fixNotes:
    'The package is taken out of the list, and with it the port in EXPOSE, the commands that make its folder, change its settings or start it. There is no fix where another line names the server or its port, such as a COPY of its settings.',
  equivalents: {},
  messages: { found: 'The package "{{name}}" brings a server for logging in to the container.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends openssh-server nginx-light \
        #                                                 ^^^^^^^^^^^^^^ installed-login-server
            && rm -rf /var/lib/apt/lists/*
        CMD ["nginx", "-g", "daemon off;"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends nginx-light \
            && rm -rf /var/lib/apt/lists/*
        CMD ["nginx", "-g", "daemon off;"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || isForDevelopment(target)) return;
    const programs = startedProgramsOf(model, target);
    for (const each of collectShippedPackages(model)) {
      const server = servers.get(each.name);
      if (server === undefined) continue;
      const [program] = programs;
      if (programs.length === 1 && server.test(program?.name ?? '')) continue;
      yield toReport(model, each, server);
    }
  },
});

/** Packages of Debian, Alpine and Red Hat, and what their server is called; by general knowledge. */
const servers: ReadonlyMap<string, RegExp> = new Map([
  ['openssh-server', /ssh/],
  ['dropbear', /dropbear/],
  ['telnetd', /telnetd/],
  ['inetutils-telnetd', /telnetd/],
  ['telnet-server', /telnetd/],
  ['rsh-server', /rsh/],
  ['rsh-redone-server', /rsh/],
  ['vsftpd', /ftp/],
  ['proftpd', /ftp/],
  ['proftpd-basic', /ftp/],
  ['pure-ftpd', /ftp/],
  ['xrdp', /xrdp/],
]);

function toReport(model: DockerfileModel, each: ShippedPackage, server: RegExp): Report<'found'> {
  const report: Report<'found'> = {
    message: 'found',
    data: { name: each.name },
    span: each.argument.word.span,
  };
  const mention = new RegExp(`${server.source}|\\b(?:22|2222|23|21)\\b`);
  const edits = dropLoginServer(model, each, mention);
  if (typeof edits === 'string') return { ...report, refusal: edits };
  const title = `Do not install ${each.name}`;
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
}
