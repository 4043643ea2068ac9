import { ANALYSES, ANALYSIS_KINDS } from '#modules/analyses/contract.ts';
import { sideBySide } from './side-by-side.ts';

type Asked = { kind: string; params: object; point?: object };

const STEPS = [{ kinds: ['message'] }, { kinds: ['reply'] }];

/** Forms of analyses of behaviour whose queries differ: a breakdown, another order, other events. */
const FORMS: readonly Asked[] = [
  { kind: 'retention', params: { breakdown: { by: 'tier' } }, point: { part: 'active', cohort: null, age: 1 } },
  { kind: 'retention', params: { start: { kinds: ['join'] }, breakdown: { by: 'platform' } } },
  { kind: 'retention', params: { range: { lastDays: 28 }, breakdown: { by: 'group' } } },
  { kind: 'funnel', params: { steps: STEPS }, point: { step: 1, dropped: true } },
  { kind: 'funnel', params: { steps: STEPS, order: 'strict', breakdown: { by: 'tier' } } },
  { kind: 'funnel', params: { steps: [{ kinds: [] }, { kinds: ['purchase'], value: { min: 5 } }] } },
  { kind: 'paths', params: { anchor: { kind: 'join' } }, point: { node: '0:join' } },
  { kind: 'paths', params: { direction: 'to', by: 'kind_group', collapse: false } },
  { kind: 'lifecycle', params: { interval: 'day', range: { lastDays: 30 } } },
  { kind: 'stickiness', params: {}, point: { activeDays: 2 } },
  { kind: 'heatmap', params: {}, point: { weekday: 1, hour: null } },
  { kind: 'member-value', params: {}, point: { cell: 'champions' } },
  { kind: 'tier-migration', params: { scheme: 'activity' }, point: { from: null, to: 'silent' } },
  { kind: 'tier-migration', params: { scheme: 'value' } },
  { kind: 'key-path', params: {}, point: { behaviour: 'did_message', stayed: true } },
  { kind: 'questions', params: {}, point: { who: 'answerers' } },
  { kind: 'decline', params: { against: '91' }, point: { of: 'all', side: 'lost' } },
];

/** Every kind of analysis with what it asks for unless told, and these forms, with the people behind a point. */
export async function askAnalyses(post: (path: string, payload: object) => Promise<unknown>): Promise<void> {
  const plain = ANALYSIS_KINDS.filter((kind) => ANALYSES[kind].params.safeParse({}).success);
  const runs: Asked[] = [
    ...plain.map((kind) => ({ kind, params: {} })),
    ...FORMS.map(({ kind, params }) => ({ kind, params })),
  ];
  await sideBySide([
    ...runs.map((asked) => () => post('/analyses/run', asked)),
    ...FORMS.filter(({ point }) => point).map((asked) => () => post('/analyses/people', asked)),
  ]);
}
