import { planExecForm } from '../rewrite/plan-exec-form';
import { runsItsArguments } from '../model/shell-form';
import { dockerfile } from '../text/dockerfile-tag';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'exec-form-command',
  title: 'Write the exec form',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Turns a CMD or ENTRYPOINT in shell form into the exec form, so that the program itself gets the signals. Where the text needs a shell, the shell replaces itself by the program.',
  mends: ['shell-form-command'],
  examples: [
    {
      before: dockerfile`
        FROM node:24-trixie-slim
        CMD node <CURSOR>server.js
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        CMD ["node", "server.js"]
      `,
    },
    {
      before: dockerfile`
        FROM eclipse-temurin:21-jre-noble
        ENTRYPOINT<CURSOR> java $JAVA_OPTS -jar /app.jar
      `,
      after: dockerfile`
        FROM eclipse-temurin:21-jre-noble
        ENTRYPOINT ["/bin/sh", "-c", "exec java $JAVA_OPTS -jar /app.jar"]
      `,
    },
  ],
  run({ model, selection }) {
    const instruction = model.instructionAt(selection.start);
    if (instruction?.keyword !== 'CMD' && instruction?.keyword !== 'ENTRYPOINT') return undefined;
    const stage = model.stageOf(instruction);
    const execution = model.executionOf(instruction);
    if (stage === undefined || execution.form !== 'shell' || !execution.complete) return undefined;
    const { entrypoint } = model.processOf(stage);
    if (instruction.keyword === 'CMD' && !runsItsArguments(entrypoint)) {
      const reason =
        'The ENTRYPOINT gets this CMD as arguments; what it makes of them is not known.';
      return { kind: 'refused', reason };
    }
    return planExecForm(model, execution);
  },
});
