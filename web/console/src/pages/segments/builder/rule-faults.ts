import { type Rule, RULE_LIMITS, ruleInput } from '../../../../../../src/modules/segments/rule.contract.ts';
import { ApiError } from '../../../api/problem.ts';
import { countClauses, type GroupNode, nodeAt, type Path, pathOfPointer, toRule } from './rule-tree.ts';

/** What is wrong with a condition: not filled in yet, or refused by the server with its words. */
export interface NodeFault {
  path: Path;
  /** JSON pointer into the rule. */
  pointer: string;
  kind: 'incomplete' | 'refused' | 'too_many' | 'too_deep';
  what: string;
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The rule if it is whole, else where it is not. */
export function checkTree(root: GroupNode): { rule: Rule } | { faults: NodeFault[] } {
  const parsed = ruleInput.safeParse(toRule(root));
  if (parsed.success) return { rule: parsed.data };
  const faults = parsed.error.issues.map((issue): NodeFault => {
    const pointer = pointerTo(issue.path);
    const path = pathOfPointer(root, pointer);
    const node = nodeAt(root, path);
    const large = path.length === 0 && node.is === 'group' && node.of.length > 0;
    const kind = !large ? 'incomplete' : countClauses(root) > RULE_LIMITS.clauses ? 'too_many' : 'too_deep';
    return { path, pointer, kind, what: issue.message };
  });
  return { faults };
}

const RULE = /^(?:\/body)?\/rule(?=\/|$)/;

/** Where the server's refusal points in the rule; of other places none. */
export function refusedFaults(root: GroupNode, error: unknown): NodeFault[] {
  if (!(error instanceof ApiError)) return [];
  return error.faults.flatMap(({ where, what }) => {
    if (!RULE.test(where)) return [];
    const pointer = where.replace(RULE, '');
    return [{ path: pathOfPointer(root, pointer), pointer, kind: 'refused' as const, what }];
  });
}
