import { redirectingAddresses, type RedirectingAddress } from '../../data/redirecting-addresses';
import { curlCallsOf, type CurlCall } from '../../model/curl-calls';
import { hostOf } from '../../model/downloads';
import { insertCurlLetter } from '../../rewrite/insert-curl-option';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'unfollowed-redirect',
  code: 'IH792',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A download does not follow the server to where the file is.',
  why: 'Unlike wget, curl does not go where a server sends it unless `-L` (`--location`) says so: what it gets is the redirect, a file that is empty or holds a few lines of HTML, and that is no error, not even with `-f`.\n\nReported are only addresses that are known to answer in this way: releases, archives and raw files of github.com, archives of its API, downloads of SourceForge, go.dev, dl.k8s.io, archive.org and mirrors of Apache, and services that shorten addresses. Nothing is said where the redirect itself is asked for (`-I`, `-w`, `-o /dev/null`).',
  fixNotes:
    'The fix adds `-L`. It is refused where the call sends a header, a cookie or a login of its own: the other server might get it, or refuse it.',
  equivalents: {},
  messages: {
    found: 'Without "-L" curl saves the redirect of {{host}} to {{target}} and not the file.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl -fsS -o /usr/local/bin/tool https://github.com/acme/tool/releases/download/v1.2.3/tool \
        #                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unfollowed-redirect
            && chmod 755 /usr/local/bin/tool
      `,
      good: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl -fsSL -o /usr/local/bin/tool https://github.com/acme/tool/releases/download/v1.2.3/tool \
            && chmod 755 /usr/local/bin/tool
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const call of curlCallsOf(model, stage)) {
        const found = findRedirect(call);
        if (found === undefined) continue;
        const { address, row, host } = found;
        const { download } = call;
        const edit = download.options.some(({ name }) => personal.test(name))
          ? undefined
          : insertCurlLetter(model, download, 'L', 'back');
        yield {
          message: 'found',
          data: { host, target: row.target },
          span: address.word.span,
          ...(edit === undefined
            ? { refusal: 'What the call sends along may not be meant for the other server.' }
            : {
                fixes: [
                  {
                    title: 'Follow the server to the file',
                    applicability: 'unsafe',
                    phase: 'word',
                    edits: [edit],
                  },
                ],
              }),
        };
      }
    }
  },
});

const followOption = /^(?:-L|--location|--location-trusted|--follow)$/;
const personal =
  /^(?:-H|--header|-b|--cookie|-u|--user|-e|--referer|-E|--cert|-n|--netrc.*|--oauth2-bearer)$/;

interface FoundRedirect {
  readonly address: CurlCall['download']['addresses'][number];
  readonly host: string;
  readonly row: RedirectingAddress;
}

/** The first address of a call that is known to be a redirect, which nothing follows. */
function findRedirect({ download }: CurlCall): FoundRedirect | undefined {
  if (download.options.some(({ name }) => followOption.test(name))) return undefined;
  for (const address of download.addresses) {
    const host = hostOf(address.text);
    const path = /^https?:\/\/[^/]+(\/.*)$/i.exec(address.text)?.[1];
    const row = redirectingAddresses.find(
      (each) => each.host.test(host ?? '') && each.path.test(path ?? ''),
    );
    if (host !== undefined && row !== undefined) return { address, host, row };
  }
  return undefined;
}
