import type { DockerfileModel } from '../../model/model';
import { readExposedPorts, type ExposedPort } from '../../model/exposed-ports';
import { deleteInstruction } from '../../rewrite/instructions';
import { deleteWord } from '../../rewrite/words';
import { hasTemplateLines } from '../../syntax/template-lines';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'duplicate-port',
  code: 'IH823',
  category: 'style',
  severity: 'hint',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  tag: 'unnecessary',
  summary: 'A port is exposed twice.',
  why: 'The second time says nothing new, and one of the two is forgotten when the port changes. The same number for TCP and UDP is not the same port.',
  equivalents: {},
  messages: { duplicate: 'Port {{port}} is exposed already.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        EXPOSE 8080 9090
        EXPOSE 8080/tcp
        #      ^^^^^^^^ duplicate-port
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        EXPOSE 8080 9090
        USER 10001
      `,
    },
  ],
  *check(model) {
    if (hasTemplateLines(model.tree.instructions)) return;
    const seen = new Map<string, ExposedPort>();
    for (const port of readExposedPorts(model)) {
      const { stage, container, protocol = 'tcp', word, literal } = port;
      const range = `${String(container.first)}-${String(container.last)}`;
      const key = `${String(stage.index)} ${range} ${protocol.toLowerCase()}`;
      const first = seen.get(key);
      seen.set(key, first ?? port);
      if (first === undefined) continue;
      yield {
        message: 'duplicate',
        data: { port: String(container.first) },
        span: word.span,
        related: [{ span: first.word.span, message: 'The port is exposed here.' }],
        ...(literal
          ? {
              fixes: [
                {
                  title: 'Delete it',
                  applicability: 'safe',
                  phase: 'instruction',
                  edits: [deletePort(model, port)],
                },
              ],
            }
          : { refusal: 'The port holds a variable or quotes.' }),
      };
    }
  },
});

function deletePort(model: DockerfileModel, { instruction, word }: ExposedPort): Edit {
  return instruction.words.length === 1
    ? deleteInstruction(model, instruction)
    : deleteWord(model.text, word);
}
