import { defineRule } from '../define-rule';
import { plaintextPorts } from '../../data/exposed-ports';
import { findExposedServices } from '../../model/exposed-services';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'exposed-plaintext-port',
  code: 'IH228',
  category: 'privileges',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'The image exposes a port whose service sends everything unencrypted.',
  why: 'FTP, POP3, IMAP without TLS and the old remote shells send names, passwords and data as plain text; the Docker API on port 2375 makes whoever reaches it root of the host. Use the encrypted service: SFTP or HTTPS, ports 993 and 995, the Docker API with certificates on 2376. An image whose only program is such a server is not meant.',
  equivalents: {},
  messages: { found: 'Port {{port}} is for {{service}}, which sends everything unencrypted.' },
  examples: [
    {
      bad: dockerfile`
        FROM php:8.4-apache
        RUN apt-get update && apt-get install -y --no-install-recommends vsftpd && rm -rf /var/lib/apt/lists/*
        EXPOSE 80 21
        #         ^^ exposed-plaintext-port
      `,
      good: dockerfile`
        FROM php:8.4-apache
        EXPOSE 80
      `,
      fixed: dockerfile`
        FROM php:8.4-apache
        RUN apt-get update && apt-get install -y --no-install-recommends vsftpd && rm -rf /var/lib/apt/lists/*
        EXPOSE 80 21
      `,
    },
  ],
  *check(model) {
    const services = findExposedServices(model, plaintextPorts.ports, ({ port }) =>
      port === 69 ? 'udp' : 'tcp',
    );
    for (const { known, word } of services) {
      yield {
        message: 'found',
        data: { port: String(known.port), service: known.service },
        span: word.span,
      };
    }
  },
});
