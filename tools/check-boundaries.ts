import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';

/**
 * Checks the import rules of the architecture. A cruiser that reads nothing also finds nothing, so the run fails when
 * fewer modules were read than the sources hold, and when a violation planted on purpose is not caught.
 */

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
const { options, ...ruleSet } = JSON.parse(readFileSync('.dependency-cruiser.json', 'utf8')) as {
  options: object;
} & IFlattenedRuleSet;

async function check(paths: string[]): Promise<ICruiseResult> {
  const result = await cruise(paths, { ...options, validate: true, ruleSet });
  if (typeof result.output === 'string') throw new Error('the cruiser gave text in place of a result');
  return result.output;
}

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/(^|\/)(dist|node_modules)\//.test(file),
  );

const planted = join('src/kernel', `planted-violation-${process.pid}.ts`);
mkdirSync('src/kernel', { recursive: true });
writeFileSync(planted, "import '#modules/events/contract.ts';\n");
let caught: ICruiseResult;
try {
  caught = await check([planted]);
} finally {
  rmSync(planted);
}
const folders = ['src', 'web'].filter((folder) => sources(folder).length > 0);
const { modules, summary } = await check(folders);
const expected = folders.flatMap((folder) => sources(folder)).length;
const read = modules.filter((module) => /^(src|web)\/.*\.tsx?$/.test(module.source)).length;

const problems = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
if (!caught.summary.violations.some((violation) => violation.rule.name === 'kernel-imports-nothing'))
  problems.push('the planted violation was not caught: the rules are not being applied');
if (read < expected) problems.push(`only ${read} of ${expected} source files were read`);
for (const problem of problems) console.error(problem);
console.log(`boundaries: ${read} files, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
