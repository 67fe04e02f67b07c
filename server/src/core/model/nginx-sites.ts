import {
  collectDirectives,
  readNginxSettings,
  type NginxDirective,
} from '../project/nginx-settings';
import type { Edit } from '../text/edit';
import { copiedPaths, findContextFile } from './context-paths';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** Settings that a file of the author gives to nginx, with the edits that move them to port 8080. */
export interface NginxSite {
  /** Path in the build context; undefined for a heredoc of the Dockerfile, whose edits are places there. */
  readonly path: string | undefined;
  readonly text: string;
  /** What listens on port 80 listens on 8080, and redirects do not name the port; places in `text`. */
  readonly edits: readonly Edit[];
  /** Where `text` starts in the Dockerfile; 0 for a file. */
  readonly offset: number;
  readonly listensElsewhere: boolean;
}

/** What the settings of nginx in a stage are; a sentence when that is not known or does not fit. */
export interface NginxSites {
  readonly sites: readonly NginxSite[];
  /** True when nothing of the author listens, so that the settings of the image count. */
  readonly usesStock: boolean;
}

const settingsFolder = '/etc/nginx';
const sitesFolder = '/etc/nginx/conf.d';

/** Reads the settings that COPY brings to nginx in a stage. */
export function readNginxSites(model: DockerfileModel, stage: Stage): NginxSites | string {
  const sites: NginxSite[] = [];
  let replacesStock = removesStock(model, stage);
  for (const copy of model.copiesOf(stage)) {
    const found = readCopy(model, stage, copy);
    if (typeof found === 'string') return found;
    sites.push(...found.sites);
    replacesStock ||= found.replacesStock;
  }
  const elsewhere = sites.some(({ listensElsewhere }) => listensElsewhere);
  if (elsewhere && !replacesStock) {
    return 'The settings of the image listen on port 8080 too, beside those of the file.';
  }
  return { sites, usesStock: !replacesStock };
}

function removesStock(model: DockerfileModel, stage: Stage): boolean {
  return model
    .commandsOf(stage)
    .some(
      ({ name, words }) =>
        name === 'rm' &&
        words.some(({ text }) =>
          /^\/etc\/nginx\/conf\.d\/(?:default\.conf|\*(?:\.conf)?)$/.test(text),
        ),
    );
}

interface CopiedSites {
  readonly sites: readonly NginxSite[];
  readonly replacesStock: boolean;
}

const nothing: CopiedSites = { sites: [], replacesStock: false };

function readCopy(model: DockerfileModel, stage: Stage, copy: CopyFacts): CopiedSites | string {
  const { target, origin, sources, instruction } = copy;
  if (target === undefined) return 'Where a COPY puts its files is not known.';
  const brought = sources.map(({ path }) => path?.replace(/^.*\//, '') ?? '');
  if (target.startsWith('/docker-entrypoint')) {
    return 'What the start scripts in /docker-entrypoint.d need is not known.';
  }
  if (['/', '/etc', settingsFolder].includes(target)) {
    return 'A COPY may replace nginx.conf, with its account and its places for files.';
  }
  if (!target.startsWith(`${settingsFolder}/`)) return nothing;
  if (
    target === `${settingsFolder}/nginx.conf` ||
    (brought.includes('nginx.conf') && target === settingsFolder)
  ) {
    return 'The file has an nginx.conf of its own, with its account and its places for files.';
  }
  const isSite = target === sitesFolder || target.startsWith(`${sitesFolder}/`);
  if (!isSite) return 'A COPY changes settings of nginx outside of conf.d.';
  const [heredoc] = instruction.heredocs;
  if (heredoc !== undefined) {
    if (instruction.heredocs.length !== 1 || sources.length !== 1 || target === sitesFolder)
      return 'Several files are written at once.';
    const text = model.text.slice(heredoc.bodySpan.start, heredoc.bodySpan.end);
    if (heredoc.expands && text.includes('$')) return 'The settings hold variables of the build.';
    const site = readSite(undefined, text, heredoc.bodySpan.start);
    if (typeof site === 'string') return site;
    return { sites: [site], replacesStock: target.endsWith('/default.conf') };
  }
  if (origin.kind !== 'context') return 'The settings of nginx come from another stage or image.';
  return readFiles(model, stage, copy);
}

function readFiles(model: DockerfileModel, stage: Stage, copy: CopyFacts): CopiedSites | string {
  const { context } = model;
  const paths = context === undefined ? undefined : copiedPaths(context, copy);
  if (context === undefined || paths === undefined || paths.length === 0) {
    return 'The settings of nginx are not among the files that are known.';
  }
  const sites: NginxSite[] = [];
  for (const path of paths) {
    const text = context.text(path);
    if (text === undefined) return `The file ${path} could not be read.`;
    const site = readSite(path, text, 0);
    if (typeof site === 'string') return site;
    sites.push(site);
  }
  const stock = `${sitesFolder}/default.conf`;
  const isStock = copy.target === stock || findContextFile(model, stage, stock) !== undefined;
  return { sites, replacesStock: isStock };
}

const logTargets =
  /^(?:off|stderr|\/dev\/(?:stdout|stderr|null)|\/var\/log\/nginx\/(?:access|error)\.log|syslog:.*)$/;
const includes =
  /^(?:\/etc\/nginx\/)?(?:mime\.types|fastcgi_params|fastcgi\.conf|uwsgi_params|scgi_params)$/;
const foreign = new Set(['user', 'pid', 'load_module', 'http', 'stream', 'mail', 'events', 'perl']);

/** Reads one file of settings; a sentence when it does what only root can, or is not understood. */
function readSite(path: string | undefined, text: string, offset: number): NginxSite | string {
  const shown = path ?? 'the heredoc';
  const directives = readNginxSettings(text);
  if (directives === undefined) return `What ${shown} says is not understood.`;
  const edits: Edit[] = [];
  let listensElsewhere = false;
  for (const directive of collectDirectives(directives)) {
    const problem = findProblem(directive);
    if (problem !== undefined) return `In ${shown} ${problem}`;
    if (directive.name !== 'server' || directive.block === undefined) continue;
    const server = readServer(text, directive.block);
    if (typeof server === 'string') return `In ${shown} ${server}`;
    edits.push(...server);
    listensElsewhere ||= server.length === 0;
  }
  return { path, text, edits, offset, listensElsewhere };
}

function findProblem({ name, words }: NginxDirective): string | undefined {
  const [first] = words;
  const value = first?.text.replace(/^["']|["']$/g, '') ?? '';
  if (foreign.has(name)) return `the directive "${name}" is set.`;
  if (name === 'include' && !includes.test(value))
    return `a file is included that is not known: ${value}.`;
  if (/^(?:access|error)_log$/.test(name) && !logTargets.test(value)) {
    return `logs go to ${value}.`;
  }
  const writes = /_(?:temp|cache)_path$|^(?:fastcgi|proxy|uwsgi|scgi)_store$|^dav_methods$/.test(
    name,
  );
  if (writes && !value.startsWith('/tmp/')) return `files are written to ${value}.`;
  if (name.startsWith('ssl_certificate'))
    return 'certificates are read, which only root may be able to.';
  return undefined;
}

/** The edits of one server; empty when it listens on a high port already. */
function readServer(text: string, block: readonly NginxDirective[]): readonly Edit[] | string {
  const listens = block.filter(({ name }) => name === 'listen');
  const last = listens.at(-1);
  if (last === undefined) return 'a server names no port.';
  const edits: Edit[] = [];
  for (const { words } of listens) {
    const [word] = words;
    const match = /^((?:\*|[\d.]+|\[[\da-fA-F:.]*\]):)?(\d+)$/.exec(word?.text ?? '');
    const port = Number(match?.[2]);
    if (word === undefined || match === null) return 'a port is not known.';
    if (port === 80) {
      const start = word.span.start + (match[1]?.length ?? 0);
      edits.push({ span: { start, end: word.span.end }, text: '8080' });
    } else if (port < 1024) {
      return `a server listens on port ${String(port)}.`;
    }
  }
  if (edits.length === 0) return [];
  if (edits.length !== listens.length) return 'a server listens on several ports.';
  const settled = block.some(({ name }) => /^(?:port_in|absolute)_redirect$/.test(name));
  return settled ? edits : [...edits, insertBelow(text, last)];
}

/** Redirects to folders would name the port of the container. */
function insertBelow(text: string, { span }: NginxDirective): Edit {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const isOwnLine = text.slice(lineStart, span.start).trim() === '';
  const gap = isOwnLine ? `${ending}${indent}` : ' ';
  return { span: { start: span.end, end: span.end }, text: `${gap}port_in_redirect off;` };
}
