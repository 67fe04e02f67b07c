import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'proxy-in-image',
  code: 'IH549',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary:
    'The proxy of the network that builds the image is in the environment of every container.',
  why: 'ENV is part of the image. A container that runs in another network then cannot reach anything, and the name of an internal machine is known to everyone with the image. Docker knows the proxy variables by itself: `docker build --build-arg HTTP_PROXY=…`, or the `proxies` of its settings, reach each RUN without an ARG, are in no layer, and do not even change the cache.',
  equivalents: {},
  messages: {
    proxy:
      '"{{name}}" stays in every container; a build gets it with --build-arg, without any instruction.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ENV HTTPS_PROXY=http://proxy.acme.internal:3128
        #   ^^^^^^^^^^^ proxy-in-image
        RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined) return;
    const scope = model.variables.atEnd(target);
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const { keyword, assignments } of stage.instructions) {
        if (keyword !== 'ENV') continue;
        for (const { name, value } of assignments) {
          if (!proxies.test(name.text) || value === undefined) continue;
          const kept = scope.get(name.text);
          if (kept?.kind !== 'env' || kept.value === '' || /^(?:""|'')?$/.test(value.text))
            continue;
          yield {
            message: 'proxy',
            data: { name: name.text },
            span: name.span,
            refusal: 'Whether containers need the proxy as well is not known.',
          };
        }
      }
    }
  },
});

/** Arguments that need no ARG. Source: https://docs.docker.com/reference/dockerfile/#predefined-args */
const proxies = /^(?:(?:HTTP|HTTPS|FTP|ALL)_PROXY|(?:http|https|ftp|all)_proxy)$/;
