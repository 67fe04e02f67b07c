import { findMissingOpcache } from '../../model/opcache';
import { insertAfter, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'missing-opcache',
  code: 'IH677',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'PHP behind Apache or as FPM does not load OPcache.',
  why: 'Without OPcache, PHP reads and compiles all its files anew for each request. The official images of PHP 5.5 to 8.0, and those of 8.1 to 8.4 from before June 2025, have it as a file that nothing loads. Later images load it, and from PHP 8.5 on it is a part of PHP: the best way out is a newer image. Nothing is reported for images for the command line, when the Dockerfile or a script of the build names OPcache, and when it copies settings of PHP or runs scripts whose text is not known.',
  fixNotes:
    'The extension is turned on below FROM. With it, PHP keeps compiled files in shared memory (128 MB by default) and looks for changes of a file every two seconds; an application that writes and then includes PHP files may notice.',
  equivalents: {},
  messages: { missing: 'This image of PHP {{version}} has OPcache but does not load it.' },
  examples: [
    {
      bad: dockerfile`
        FROM php:8.3.10-fpm
        #    ^^^^^^^^^^^^^^ missing-opcache
        WORKDIR /app
        COPY public/ public/
        USER www-data
      `,
      good: dockerfile`
        FROM php:8.3.10-fpm
        RUN docker-php-ext-enable opcache
        WORKDIR /app
        COPY public/ public/
        USER www-data
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findMissingOpcache(model, target);
    if (found === undefined) return;
    const { from, imageWord } = found.stage;
    const line = `${keyword(model, 'RUN')} docker-php-ext-enable opcache`;
    const report = {
      message: 'missing',
      data: { version: found.version },
      span: imageWord?.span ?? from.keywordSpan,
    } as const;
    if (!found.canEnable) {
      yield {
        ...report,
        refusal: 'This image is too old to turn it on with docker-php-ext-enable.',
      };
      return;
    }
    yield {
      ...report,
      fixes: [
        {
          title: 'Load OPcache',
          applicability: 'unsafe',
          phase: 'instruction',
          edits: [insertAfter(model, from, [line])],
        },
      ],
    };
  },
});
