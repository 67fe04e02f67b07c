import { credentialVariables } from '../../data/credential-variables';
import { joinPath, type CopyFacts } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import { findStoredSecrets } from '../../model/secret-files';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { sourcesOf } from '../../model/stage-paths';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'shipped-credential-file',
  code: 'IH313',
  category: 'secrets',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'The file of credentials that a variable names is copied into the image.',
  why: 'Libraries read their credentials from the file that a variable such as `GOOGLE_APPLICATION_CREDENTIALS` names. Where a COPY brings that file, everyone who can pull the image can read it, whatever it is called. The variable itself is right when the file comes from a mount: give it to the container when it starts (a Compose or Kubernetes secret), or use the identity of the machine. A variable that names a file which is not in the image is therefore left alone.',
  equivalents: { trivy: 'DS-0031', dockle: 'CIS-DI-0010' },
  messages: {
    copied:
      'This file holds the credentials that {{name}} names; in the image everyone can read them.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY gcp.json /app/gcp.json
        #    ^^^^^^^^ shipped-credential-file
        ENV GOOGLE_APPLICATION_CREDENTIALS=/app/gcp.json
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        ENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/gcp.json
      `,
    },
  ],
  *check(model) {
    const known = new Set(findStoredSecrets(model).map(({ span }) => span.start));
    const { target } = model;
    if (target === undefined) return;
    for (const { name, path, instruction } of findNamedFiles(model, target)) {
      for (const stage of collectInheritance(target)) {
        for (const copy of model.copiesOf(stage)) {
          const source = findSource(copy, path);
          if (source === undefined || known.has(source.span.start)) continue;
          yield {
            message: 'copied',
            data: { name },
            span: source.span,
            related: [{ span: instruction.keywordSpan, message: `${name} is set here.` }],
            refusal: 'How the container gets the file instead is not known.',
          };
        }
      }
    }
  },
});

interface NamedFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly instruction: Instruction;
}

/** The files that the variables of the image name. */
function findNamedFiles(model: DockerfileModel, target: Stage): readonly NamedFile[] {
  const scope = model.variables.atEnd(target);
  return credentialVariables.names.flatMap((name): readonly NamedFile[] => {
    const binding = scope.get(name);
    const { value, instruction } = binding ?? {};
    const path =
      value === undefined || value === '' ? undefined : joinPath(model.workdirAtEnd(target), value);
    if (binding?.kind !== 'env' || path === undefined || instruction === undefined) return [];
    return [{ name, path, instruction }];
  });
}

/** The source of a copy that puts one file of the build context at a path. */
function findSource(
  copy: CopyFacts,
  path: string,
): CopyFacts['sources'][number]['word'] | undefined {
  if (copy.origin.kind !== 'context') return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const source = copy.sources.find((each) => {
    const alone = { ...copy, sources: [each] };
    const isFile = each.path !== undefined && /[^/]\.\w+$/.test(each.path);
    const isSame = each.path === name || each.path?.endsWith(`/${name}`) === true;
    return isFile && (isSame || copy.target === path) && sourcesOf(alone, path).length !== 0;
  });
  return source?.word;
}
