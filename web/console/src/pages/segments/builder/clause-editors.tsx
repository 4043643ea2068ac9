import type { ComponentType } from 'react';
import type { Clause, ClauseKind, ClauseOf } from '../../../../../../src/modules/segments/rule.contract.ts';
import { AmountEditor, DidEditor, FirstLastEditor, SequenceEditor, WordsEditor } from './did-editors.tsx';
import { SegmentEditor, TiesEditor, ValueEditor } from './relation-editors.tsx';
import type { RuleOptions } from './rule-options.tsx';
import { CreditEditor, LevelEditor, PointsEditor } from './standing-editors.tsx';
import {
  AttributeEditor,
  GroupEditor,
  JoinedEditor,
  PlatformEditor,
  StageEditor,
  TagEditor,
  TierEditor,
} from './who-editors.tsx';

/** The small form of a kind of condition. */
export type ClauseEditor<K extends ClauseKind> = ComponentType<{
  clause: ClauseOf<K>;
  onChange: (clause: ClauseOf<K>) => void;
}>;

interface Kind<K extends ClauseKind> {
  /** Under which heading it is offered. */
  under: 'who' | 'did' | 'where' | 'ties';
  /** A new one: filled in as far as a good guess goes. */
  blank: (options: RuleOptions) => ClauseOf<K>;
  Editor: ClauseEditor<K>;
}

const anything = { kinds: ['contribution' as const] };
const message = { kinds: ['message' as const] };
const purchase = { kinds: ['purchase' as const] };
const only = <Item,>(items: readonly Item[]): Item[] => (items.length === 1 ? [...items] : []);

/** Every kind of condition: a kind of the contract without an entry here does not compile. */
export const CLAUSES: { [K in ClauseKind]: Kind<K> } = {
  did: {
    under: 'did',
    blank: () => ({
      kind: 'did',
      event: anything,
      count: 'times',
      test: 'at_least',
      number: 1,
      span: { lastDays: 28 },
    }),
    Editor: DidEditor,
  },
  'first-last': {
    under: 'did',
    blank: () => ({ kind: 'first-last', which: 'last', event: anything, when: { beforeDays: 28 } }),
    Editor: FirstLastEditor,
  },
  sequence: {
    under: 'did',
    blank: () => ({ kind: 'sequence', first: { kinds: ['join'] }, next: message, withinDays: 7 }),
    Editor: SequenceEditor,
  },
  amount: {
    under: 'did',
    blank: () => ({
      kind: 'amount',
      of: 'sum',
      event: purchase,
      test: 'at_least',
      number: 100,
      span: { lastDays: 365 },
    }),
    Editor: AmountEditor,
  },
  words: {
    under: 'did',
    blank: () => ({ kind: 'words', words: [], match: 'any', times: 1, span: { lastDays: 91 } }),
    Editor: WordsEditor,
  },
  joined: { under: 'who', blank: () => ({ kind: 'joined', when: { withinDays: 14 } }), Editor: JoinedEditor },
  tier: {
    under: 'who',
    blank: () => ({ kind: 'tier', scheme: 'engagement', in: [] }),
    Editor: TierEditor,
  },
  tag: { under: 'who', blank: () => ({ kind: 'tag', tag: '' }), Editor: TagEditor },
  attribute: {
    under: 'who',
    blank: ({ attributes }) => ({ kind: 'attribute', key: attributes[0]?.key ?? '', test: 'is', value: '' }),
    Editor: AttributeEditor,
  },
  value: { under: 'who', blank: () => ({ kind: 'value', monetary: [4, 5] }), Editor: ValueEditor },
  group: {
    under: 'where',
    blank: ({ vocabulary }) => ({ kind: 'group', in: only(vocabulary.groups.map(({ id }) => id)) }),
    Editor: GroupEditor,
  },
  platform: {
    under: 'where',
    blank: ({ vocabulary }) => ({ kind: 'platform', in: only(vocabulary.platforms) }),
    Editor: PlatformEditor,
  },
  level: { under: 'who', blank: () => ({ kind: 'level', in: [] }), Editor: LevelEditor },
  points: {
    under: 'who',
    blank: () => ({ kind: 'points', test: 'at_least', number: 100 }),
    Editor: PointsEditor,
  },
  credit: {
    under: 'who',
    blank: () => ({ kind: 'credit', test: 'at_most', number: 6 }),
    Editor: CreditEditor,
  },
  stage: { under: 'where', blank: () => ({ kind: 'stage', in: [] }), Editor: StageEditor },
  ties: { under: 'ties', blank: () => ({ kind: 'ties', is: { isolated: true } }), Editor: TiesEditor },
  segment: { under: 'ties', blank: () => ({ kind: 'segment', segmentId: '' }), Editor: SegmentEditor },
};

/** The kinds in the order in which they are offered. */
export const CLAUSE_KINDS = Object.keys(CLAUSES) as ClauseKind[];
export const KINDS_UNDER = (['did', 'who', 'where', 'ties'] as const).map((under) => ({
  under,
  kinds: CLAUSE_KINDS.filter((kind) => CLAUSES[kind].under === under),
}));

/** A new condition of a kind. */
export const blankClause = (kind: ClauseKind, options: RuleOptions): Clause => CLAUSES[kind].blank(options);

/** The form that fits a condition. */
export function EditClause({ clause, onChange }: { clause: Clause; onChange: (clause: Clause) => void }) {
  // The registry is complete by its type; the editor of a kind takes the clause of that kind.
  const Editor = CLAUSES[clause.kind].Editor as ComponentType<{ clause: Clause; onChange: (clause: Clause) => void }>;
  return <Editor clause={clause} onChange={onChange} />;
}
