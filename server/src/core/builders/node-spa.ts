import { readNodeStage } from '../model/node-stage';
import { findStaticSite, type StaticSite } from '../model/node-static-site';
import { freeStageName } from '../model/stage-name';
import { keyword } from '../rewrite/instructions';
import { defineBuilder, type BuilderOutcome, type BuilderRequest } from './define-builder';

/** Every program of a RUN of Node.js: nothing of it is left when nginx serves the files. */
const buildPrograms =
  /^(?:npm|npx|yarn|yarnpkg|pnpm|bun|bunx|corepack|tsc|vite|next|nest|ng|node-gyp)$/;

export default defineBuilder({
  id: 'node-spa',
  title: 'static files built with Node.js',
  plan: (request) => {
    const { model, stage, today } = request;
    const node = readNodeStage(model, stage);
    if (node === undefined || typeof node === 'string') return undefined;
    const site = findStaticSite(model, stage, node, today);
    return typeof site === 'object' ? planSite(request, node.workdir, site) : undefined;
  },
});

function planSite(
  { model, stage }: BuilderRequest,
  workdir: string,
  site: StaticSite,
): BuilderOutcome {
  const lastStep = stage.instructions.findLast((each) =>
    ['RUN', 'COPY', 'ADD'].includes(each.keyword),
  );
  if (lastStep === undefined) return { kind: 'refused', reason: 'No RUN builds the site.' };
  const variables = stage.instructions
    .filter((each) => each.keyword === 'ENV')
    .flatMap((each) => each.assignments.map(({ name }) => name.text));
  return {
    kind: 'plan',
    plan: {
      lastStep,
      builderName: freeStageName(model, 'build'),
      runtimeImage: site.image,
      stages: [],
      setup: [nginxSettings(keyword(model, 'COPY'), site)],
      artifacts: [
        { from: `${workdir === '/' ? '' : workdir}/${site.folder}`, to: '/usr/share/nginx/html' },
      ],
      builderEdits: [],
      command: ['nginx', '-g', 'daemon off;'],
      buildVariables: variables,
      buildPrograms,
      evidence: [
        `The build writes files for a browser to ${site.folder}, which "${site.words.join(' ')}" serves.`,
        `nginx serves them on port ${String(site.port)}, too.`,
      ],
    },
  };
}

/** A COPY that writes the settings of the server: port, files, and what answers for unknown addresses. */
function nginxSettings(copy: string, { port, hasFallback }: StaticSite): readonly string[] {
  return [
    `${copy} <<'EOF' /etc/nginx/conf.d/default.conf`,
    'server {',
    `    listen ${String(port)};`,
    '    root /usr/share/nginx/html;',
    '    charset utf-8;',
    '    server_tokens off;',
    '    location / {',
    `        try_files $uri $uri.html $uri/index.html ${hasFallback ? '/index.html' : '=404'};`,
    '    }',
    '}',
    'EOF',
  ];
}
