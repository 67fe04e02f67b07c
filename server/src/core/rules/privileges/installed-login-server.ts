import { defineRule, type Report } from '../define-rule';
import { isForDevelopment } from '../../model/development-stage';
import type { DockerfileModel } from '../../model/model';
import {
  collectShippedPackages,
  isMentionedElsewhere,
  type ShippedPackage,
} from '../../model/shipped-packages';
import { startedProgramsOf } from '../../model/started-programs';
import { dropPackage } from '../../rewrite/drop-package';
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
    'The package is taken out of the list when nothing else in the file names the server or its port.',
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
  if (isMentionedElsewhere(model, each, new RegExp(`${server.source}|\\b(?:22|2222|23|21)\\b`))) {
    return { ...report, refusal: 'Other lines set the server up: they need to go as well.' };
  }
  const edit = dropPackage(model, each);
  if (edit === undefined) return { ...report, refusal: 'The command installs nothing else.' };
  const title = `Do not install ${each.name}`;
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'word', edits: [edit] }] };
}
