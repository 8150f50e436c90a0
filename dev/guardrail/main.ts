import { figuresOf, judgeCorpus } from './measure.ts';

/**
 * `npm run guardrail`: what the guardrail makes of 300 labelled texts, check by check, and every mistake it makes. The
 * moderation is the stand-in's, which knows a few words: a real provider's catches more.
 */
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const right = (value: number | string, width: number): string => String(value).padStart(width);

const judged = judgeCorpus();
const { texts, harmful, checks, precision, recall } = figuresOf(judged);
console.log(`${texts} texts of our own, ${harmful} of them harmful\n`);
console.log(
  `${'check'.padEnd(16)}${right('harmful', 9)}${right('caught', 9)}${right('by any', 9)}${right('wrongly', 9)}`,
);
for (const { check, ...of } of checks)
  console.log(
    `${check.padEnd(16)}${right(of.harmful, 9)}${right(of.caught, 9)}${right(of.stopped, 9)}${right(of.wrongly, 9)}`,
  );
console.log(`\nprecision ${percent(precision)}, recall ${percent(recall)}`);

const mistakes = judged.filter(({ harm, stoppedBy }) => (harm === null) !== (stoppedBy.length === 0));
if (mistakes.length > 0) console.log('\nmistakes:');
for (const { text, harm, stoppedBy } of mistakes)
  console.log(
    `  ${harm === null ? `stopped by ${stoppedBy.join(', ')}` : `let through, is ${harm}`}: ${text.slice(0, 100)}`,
  );
