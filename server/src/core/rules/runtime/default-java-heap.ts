import { findDefaultHeap, type DefaultHeap } from '../../model/java-heap';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { placeOfStartWord } from '../../rewrite/start-word';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Edit } from '../../text/edit';
import { defineRule, type Fix, type Report } from '../define-rule';

export default defineRule({
  id: 'default-java-heap',
  code: 'IH676',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Java may use only a quarter of the memory of its container.',
  why: 'Java knows the limit of its container, but without an option the heap gets 25 % of it (`-XX:MaxRAMPercentage`, manual page of `java`; half of it below some 250 MB): a share for a computer with many programs. A container runs one, so it is given memory that stays empty, and it fails with OutOfMemoryError while most of it is free. Say how much it may be: with `-XX:MaxRAMPercentage=75`, which follows the limit, or with `-Xmx`. Java reads the variable `JAVA_TOOL_OPTIONS`; `JAVA_OPTS` is a custom of start scripts, which `java` itself does not read. Nothing is reported when a variable that Java reads is set, when the command takes options from a variable or a file, when a script starts Java, and for images that are not known to have a HotSpot with this option. Where the platform sets the variable, silence the rule.',
  fixNotes:
    'ENV is put above the command, below all steps of the build. A program that keeps much outside of its heap (threads, direct buffers, native libraries) may need a smaller share. Java says at its start which options it picked up.',
  equivalents: {},
  messages: {
    default: 'Java takes its default for the heap: 25 % of the memory of the container.',
    unread:
      'Nothing reads JAVA_OPTS: the command starts java itself, which reads JAVA_TOOL_OPTIONS.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM eclipse-temurin:25-jre-noble
        COPY target/app.jar /app/app.jar
        USER 10001
        ENTRYPOINT ["java", "-jar", "/app/app.jar"]
        #            ^^^^ default-java-heap
      `,
      good: dockerfile`
        FROM eclipse-temurin:25-jre-noble
        COPY target/app.jar /app/app.jar
        USER 10001
        ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"
        ENTRYPOINT ["java", "-jar", "/app/app.jar"]
      `,
    },
    {
      bad: dockerfile`
        FROM eclipse-temurin:25-jre-noble
        ENV JAVA_OPTS="-Xmx512m"
        #   ^^^^^^^^^ default-java-heap
        COPY target/app.jar /app/app.jar
        USER 10001
        ENTRYPOINT ["java", "-jar", "/app/app.jar"]
      `,
      good: dockerfile`
        FROM eclipse-temurin:25-jre-noble
        ENV JAVA_TOOL_OPTIONS="-Xmx512m"
        COPY target/app.jar /app/app.jar
        USER 10001
        ENTRYPOINT ["java", "-jar", "/app/app.jar"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findDefaultHeap(model, target);
    if (target === undefined || found === undefined) return;
    const { command, word, unread } = found;
    yield unread === undefined
      ? {
          message: 'default',
          span: placeOfStartWord(model, command.instruction, word),
          ...setPercentage(model, target, command.instruction),
        }
      : { message: 'unread', span: unread.name.span, ...renameVariable(target, unread) };
  },
});

type Answer = Pick<Report, 'fixes' | 'refusal'>;

function setPercentage(model: DockerfileModel, stage: Stage, instruction: Instruction): Answer {
  const line = `${keyword(model, 'ENV')} JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"`;
  const edit = insertBefore(model, instruction, [line]);
  return answer(stage, instruction, 'Let the heap use 75 % of the memory of the container', edit);
}

function renameVariable(
  stage: Stage,
  { instruction, name }: NonNullable<DefaultHeap['unread']>,
): Answer {
  const edit = { span: name.span, text: 'JAVA_TOOL_OPTIONS' };
  return answer(stage, instruction, 'Give these options to java with JAVA_TOOL_OPTIONS', edit);
}

/** Refused where more than the container would get the variable. */
function answer(stage: Stage, instruction: Instruction, title: string, edit: Edit): Answer {
  const index = stage.instructions.indexOf(instruction);
  if (index < 0) return { refusal: 'It stands in a stage on which another one is built.' };
  const isAbove = stage.instructions.slice(index).some(({ keyword: each }) => each === 'RUN');
  if (isAbove) return { refusal: 'A RUN below would get the variable as well.' };
  const fix: Fix = { title, applicability: 'unsafe', phase: 'instruction', edits: [edit] };
  return { fixes: [fix] };
}
