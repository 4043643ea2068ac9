import type { ReactionRule } from './contract.ts';
import { findWord, foldText } from './match-words.ts';

/** A rule as far as choosing needs it. */
export type ChosenFrom = Pick<ReactionRule, 'id' | 'trigger' | 'groupIds' | 'enabled'>;

/** Something that happened, as far as rules ask. `groupId` null: written to us alone. */
export type Happening = {
  kind: 'message' | 'join';
  text: string;
  groupId: string | null;
  /** Of a message: the member never wrote here before. */
  first: boolean;
};

export type Choice<Rule> = { rule: Rule; word: string | null };

/** Where words to ourselves alone are meant, no group limits a rule. */
const holdsIn = ({ groupIds }: ChosenFrom, groupId: string | null): boolean =>
  groupIds.length === 0 || (groupId !== null && groupIds.includes(groupId));

/**
 * The rules that answer, in their order: for words the first keyword rule that finds one, beside it the first one for first words; for
 * somebody who joined the first welcome. So nobody gets two answers of one kind to one message.
 */
export function chooseAnswers<Rule extends ChosenFrom>(rules: readonly Rule[], happening: Happening): Choice<Rule>[] {
  const taken = new Set<string>();
  const choices: Choice<Rule>[] = [];
  for (const rule of rules) {
    if (!rule.enabled || taken.has(rule.trigger.kind) || !holdsIn(rule, happening.groupId)) continue;
    const word = wordOf(rule, happening);
    if (word === undefined) continue;
    taken.add(rule.trigger.kind);
    choices.push({ rule, word });
  }
  return choices;
}

/** The word that set a rule off, null where it needs none; undefined when the rule is not for this. */
function wordOf({ trigger }: ChosenFrom, { kind, text, first }: Happening): string | null | undefined {
  switch (trigger.kind) {
    case 'welcome':
      return kind === 'join' ? null : undefined;
    case 'first_message':
      return kind === 'message' && first ? null : undefined;
    case 'keyword':
      return kind === 'message' ? findWord(text, trigger.words.map(foldText), trigger.matching) : undefined;
  }
}
