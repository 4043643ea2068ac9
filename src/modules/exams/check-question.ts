import { BadInput, type InputFault } from '#kernel/errors.ts';
import { QUESTION_LIMITS, type QuestionContent } from './question.contract.ts';

/** Places on the screen that an answer of true or false can name: true, false. */
const TRUTHS = 2;
const FEWEST = 2;

/** How many options an answer can name. */
export const optionCount = ({ kind, options }: Pick<QuestionContent, 'kind' | 'options'>): number =>
  kind === 'truth' ? TRUTHS : options.length;

const ascending = (numbers: readonly number[]): boolean =>
  numbers.every((one, at) => at === 0 || numbers[at - 1]! < one);

/**
 * What is wrong with a question; empty when it can be asked. A single choice and true or false have one right option,
 * a multiple choice at least one, an order all of them. No two options say the same.
 */
export function questionFaults({ kind, options, solution }: QuestionContent): InputFault[] {
  const faults: InputFault[] = [];
  if (kind === 'truth') {
    if (options.length > 0) faults.push({ where: '/options', what: 'true or false has no options of its own' });
  } else if (options.length < FEWEST || options.length > QUESTION_LIMITS.options)
    faults.push({ where: '/options', what: `takes ${FEWEST} to ${QUESTION_LIMITS.options} options` });
  if (new Set(options.map((one) => one.toLowerCase())).size < options.length)
    faults.push({ where: '/options', what: 'names an option twice' });
  const known = optionCount({ kind, options });
  if (solution.some((one) => one >= known))
    faults.push({ where: '/solution', what: 'names an option that is not there' });
  if (new Set(solution).size < solution.length) faults.push({ where: '/solution', what: 'names an option twice' });
  if ((kind === 'single' || kind === 'truth') && solution.length !== 1)
    faults.push({ where: '/solution', what: 'takes one option' });
  if (kind === 'order' && solution.length !== options.length)
    faults.push({ where: '/solution', what: 'takes every option once' });
  return faults;
}

/** A question with its solution written the one way it is kept; BadInput when it cannot be asked. */
export function checkedQuestion(content: QuestionContent): QuestionContent {
  const faults = questionFaults(content);
  if (faults.length > 0)
    throw new BadInput(
      'the question cannot be asked like this',
      faults.map(({ where, what }) => ({ where: `/body${where}`, what })),
    );
  const { kind, solution } = content;
  return kind === 'order' || ascending(solution)
    ? content
    : { ...content, solution: solution.toSorted((a, b) => a - b) };
}

/**
 * An answer as it is kept, out of places on the screen. `shown` is the option at each place, empty for true or false.
 * BadInput when it names what is not there, one twice, or not as many as the kind takes.
 */
export function keptChoice(
  kind: QuestionContent['kind'],
  shown: readonly number[],
  choice: readonly number[],
): number[] {
  const refuse = (what: string): never => {
    throw new BadInput('this is no answer to the question', [{ where: '/body/choice', what }], 'bad_answer');
  };
  const places = kind === 'truth' ? TRUTHS : shown.length;
  if (choice.some((place) => place >= places)) refuse('names an option that is not there');
  if (new Set(choice).size < choice.length) refuse('names an option twice');
  if ((kind === 'single' || kind === 'truth') && choice.length !== 1) refuse('takes one option');
  if (kind === 'order' && choice.length !== places) refuse('takes every option once');
  const options = kind === 'truth' ? [...choice] : choice.map((place) => shown[place]!);
  return kind === 'order' ? options : options.toSorted((a, b) => a - b);
}

/** Options as written, as places on the screen: the inverse of `keptChoice`. */
export function placesOf(
  kind: QuestionContent['kind'],
  shown: readonly number[],
  options: readonly number[],
): number[] {
  if (kind === 'truth') return [...options];
  const places = options.map((option) => shown.indexOf(option));
  return kind === 'order' ? places : places.toSorted((a, b) => a - b);
}
