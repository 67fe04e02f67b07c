import { defineRule } from '../define-rule';
import { normalisePath } from '../../model/files';
import { dropArgument } from '../../rewrite/drop-argument';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'system-folder-volume',
  code: 'IH225',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A VOLUME covers a folder of the system.',
  why: 'A volume is writable data that outlives the container. Over `/etc`, `/usr` or `/root` it freezes accounts, programs and settings at the first start, so that a newer image with a security fix changes nothing, and whoever has the volume can plant programs for the next container. Over `/proc`, `/sys` and `/dev` the system mounts its own. Put data below a folder of the application, such as `/var/lib/app` or `/data`.',
  fixNotes:
    'The entry is removed; the files of the folder then live and die with the container. Data that must stay needs a volume of its own.',
  equivalents: { dockle: 'DKL-DI-0002' },
  messages: { found: 'A volume over {{path}} lets data take the place of the system.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        VOLUME /srv/data /etc
        #                ^^^^ system-folder-volume
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        VOLUME /srv/data
        CMD ["/usr/local/bin/server"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (stage.mayBeWindows) continue;
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'VOLUME') continue;
        const words =
          instruction.json?.map(({ value, span }) => ({ text: value, span })) ?? instruction.words;
        for (const word of words) {
          const value = model.expand(word, instruction);
          const path = value?.startsWith('/') === true ? normalisePath(value) : undefined;
          if (path === undefined || !systemFolders.has(path)) continue;
          const report = { message: 'found', data: { path }, span: word.span } as const;
          const edit = dropArgument(model, instruction, word.span);
          if (edit === undefined) {
            yield { ...report, refusal: 'A comment stands beside it.' };
            continue;
          }
          yield {
            ...report,
            fixes: [
              {
                title: 'Remove the volume',
                applicability: 'unsafe',
                phase: 'instruction',
                edits: [edit],
              },
            ],
          };
        }
      }
    }
  },
});

/** Folders of the system as such; folders below them may hold data: `/etc/app`, `/sys/fs/cgroup`. */
const systemFolders = new Set([
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/sbin',
  '/sys',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/usr/sbin',
]);
