import { BadInput } from '#kernel/errors.ts';
import { csvLine, csvTable, plainCell } from '#platform/csv/index.ts';
import { questionFaults } from './check-question.ts';
import {
  createQuestionBody,
  type ImportQuestionsReply,
  QUESTION_KINDS,
  QUESTION_LIMITS,
  type QuestionContent,
  type QuestionKind,
  type QuestionState,
} from './question.contract.ts';

/** A question as a line of a file has it. */
export type CsvQuestion = QuestionContent & { tags: string[]; state: QuestionState };
export type LineFault = ImportQuestionsReply['refused'][number];

const LETTERS = 'ABCDEFGH';
const OPTION_COLUMNS = [...LETTERS].map((letter) => `option ${letter.toLowerCase()}`);
const COLUMNS = ['kind', 'text', ...OPTION_COLUMNS, 'answer', 'explanation', 'tags', 'state'] as const;
/** The same columns as people who write Chinese call them. */
const CHINESE: Readonly<Record<string, string>> = {
  题型: 'kind',
  题目: 'text',
  题干: 'text',
  答案: 'answer',
  解析: 'explanation',
  标签: 'tags',
  状态: 'state',
};
const KINDS: Readonly<Record<string, QuestionKind>> = {
  单选: 'single',
  单选题: 'single',
  多选: 'multiple',
  多选题: 'multiple',
  判断: 'truth',
  判断题: 'truth',
  排序: 'order',
  排序题: 'order',
};
const TRUE = ['true', 't', 'yes', '对', '正确', '√', '是'];
const FALSE = ['false', 'f', 'no', '错', '错误', '×', '否'];
const STATES: Readonly<Record<string, QuestionState>> = {
  '': 'draft',
  draft: 'draft',
  草稿: 'draft',
  active: 'active',
  启用: 'active',
  retired: 'retired',
  停用: 'retired',
};

const letters = (numbers: readonly number[]): string => numbers.map((one) => LETTERS[one]).join('');

/**
 * The bank as CSV (RFC 4180, UTF-8 with its mark), a question a line, the heading first. What a spreadsheet would run
 * as a formula gets an apostrophe before it, which `readQuestionsCsv` takes off again.
 */
export const questionsCsv = (
  questions: readonly (QuestionContent & { tags: string[]; state: QuestionState })[],
): string =>
  `\uFEFF${[
    [...COLUMNS],
    ...questions.map(({ kind, text, options, solution, explanation, tags, state }) => [
      kind,
      text,
      ...OPTION_COLUMNS.map((_, at) => options[at] ?? ''),
      kind === 'truth' ? (solution[0] === 0 ? 'true' : 'false') : letters(solution),
      explanation,
      tags.join('; '),
      state,
    ]),
  ]
    .map((cells) => csvLine(cells))
    .join('')}`;

const plain = (cell: string): string => plainCell(cell.trim());

const headingOf = (cell: string): string => {
  const name = cell.trim().toLowerCase();
  const option = /^(?:option[ _]?|选项 ?)([a-h])$/.exec(name);
  return option ? `option ${option[1]}` : (CHINESE[name] ?? name);
};

class Refused extends Error {
  readonly what: LineFault['what'];

  constructor(what: LineFault['what'], why: string) {
    super(why);
    this.what = what;
  }
}

function solutionOf(kind: QuestionKind, answer: string): number[] {
  const said = answer.trim();
  if (kind === 'truth') {
    if (TRUE.includes(said.toLowerCase())) return [0];
    if (FALSE.includes(said.toLowerCase())) return [1];
    throw new Refused('answer', `“${said}” is neither true nor false`);
  }
  const named = said.toUpperCase().replace(/[\s,，、;；>]/g, '');
  if (!/^[A-H]+$/.test(named)) throw new Refused('answer', `“${said}” names no options: write A, AC or BCA`);
  return [...named].map((letter) => LETTERS.indexOf(letter));
}

/** One line as a question; throws Refused with the column and why. */
function questionOf(cells: ReadonlyMap<string, string>): CsvQuestion {
  const cell = (name: string): string => cells.get(name) ?? '';
  const kindSaid = cell('kind').toLowerCase();
  const kind = QUESTION_KINDS.find((one) => one === kindSaid) ?? KINDS[kindSaid];
  if (!kind) throw new Refused('kind', `“${cell('kind')}” is none of ${QUESTION_KINDS.join(', ')}`);
  const state = STATES[cell('state').toLowerCase()];
  if (!state) throw new Refused('state', `“${cell('state')}” is none of draft, active and retired`);
  const all = OPTION_COLUMNS.map((name) => cell(name));
  const used = all.findLastIndex((one) => one !== '') + 1;
  if (all.slice(0, used).includes('')) throw new Refused('options', 'an option between others is empty');
  const solution = solutionOf(kind, cell('answer'));
  const tags = cell('tags')
    .split(/[;；,，、]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const parsed = createQuestionBody.safeParse({
    kind,
    text: cell('text'),
    options: all.slice(0, used),
    solution: kind === 'order' ? solution : solution.toSorted((a, b) => a - b),
    explanation: cell('explanation'),
    tags: [...new Set(tags)],
    state,
  });
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const at = path[0] as 'text' | 'options' | 'solution' | 'explanation' | 'tags';
    throw new Refused(at === 'solution' ? 'answer' : at, message);
  }
  const [fault] = questionFaults(parsed.data);
  if (fault) throw new Refused(fault.where === '/options' ? 'options' : 'answer', fault.what);
  return parsed.data;
}

/** Two questions are the same when they ask the same in the same way. */
export const sameness = ({ kind, text, options }: Pick<QuestionContent, 'kind' | 'text' | 'options'>): string =>
  JSON.stringify([kind, text, options.toSorted()]);

/**
 * The questions of a file, and the lines that cannot be taken with the reason of each. BadInput when the file is no
 * CSV, has no heading `kind, text, answer`, or too many lines.
 */
export function readQuestionsCsv(csv: string): {
  rows: number;
  questions: (CsvQuestion & { line: number })[];
  refused: LineFault[];
} {
  const [head, ...table] = csvTable(csv, '/body/csv');
  const columns = (head?.fields ?? []).map((cell) => headingOf(cell));
  const lacking = ['kind', 'text', 'answer'].filter((name) => !columns.includes(name));
  if (lacking.length > 0)
    throw new BadInput(`the first line has to name the columns; ${lacking.join(', ')} lacking`, [
      { where: '/body/csv', what: `no column ${lacking.join(', ')}` },
    ]);
  if (table.length > QUESTION_LIMITS.csvRows)
    throw new BadInput(`the file has ${table.length} rows, up to ${QUESTION_LIMITS.csvRows} are taken`, [
      { where: '/body/csv', what: 'too many rows' },
    ]);
  const questions: (CsvQuestion & { line: number })[] = [];
  const refused: LineFault[] = [];
  const seen = new Set<string>();
  for (const { fields, line } of table) {
    const cells = new Map(columns.map((name, at) => [name, plain(fields[at] ?? '')]));
    try {
      const question = questionOf(cells);
      if (seen.has(sameness(question))) throw new Refused('twice', 'stands in the file already');
      seen.add(sameness(question));
      questions.push({ ...question, line });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.push({ line, text: (cells.get('text') ?? '').slice(0, 80), what: error.what, why: error.message });
    }
  }
  return { rows: table.length, questions, refused };
}
