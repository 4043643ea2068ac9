import type { Clause, ClauseKind } from '../rule.contract.ts';
import { amount } from './amount.ts';
import { attribute } from './attribute.ts';
import { credit } from './credit.ts';
import { did } from './did.ts';
import { firstLast } from './first-last.ts';
import { group } from './group.ts';
import { joined } from './joined.ts';
import { level } from './level.ts';
import { platform } from './platform.ts';
import { points } from './points.ts';
import type { RuleKind } from './rule-kind.ts';
import { segment } from './segment.ts';
import { sequence } from './sequence.ts';
import { stage } from './stage.ts';
import { tag } from './tag.ts';
import { tier } from './tier.ts';
import { ties } from './ties.ts';
import { value } from './value.ts';
import { words } from './words.ts';

/** Every kind of clause. A kind in the contract without an entry here does not compile. */
const RULE_KINDS: { readonly [K in ClauseKind]: RuleKind<K> } = {
  amount,
  attribute,
  credit,
  did,
  'first-last': firstLast,
  group,
  joined,
  level,
  platform,
  points,
  segment,
  sequence,
  stage,
  tag,
  tier,
  ties,
  value,
  words,
};

/** The kind of a clause. */
export const kindOf = (clause: Clause): RuleKind<never> => RULE_KINDS[clause.kind] as unknown as RuleKind<never>;
