import type { TFunction } from 'i18next';
import { parseAttributeFilter } from '../../../../../../src/modules/members/contract.ts';
import {
  BUILT_IN_SCHEMES,
  type BuiltInScheme,
  type Clause,
  type ClauseOf,
  type DaysAgo,
  type EventFilter,
  NO_LEVEL,
  NO_TIER,
  type Rule,
  type Span,
} from '../../../../../../src/modules/segments/rule.contract.ts';

/** How what a rule refers to is called. Undefined: it is not there (any more). */
export interface RuleNames {
  t: TFunction;
  number(value: number): string;
  day(day: string): string;
  attribute(key: string): { name: string; date: boolean; value: (text: string) => string } | undefined;
  tier(scheme: string, tier: string): string | undefined;
  scheme(id: string): string | undefined;
  stage(stage: string): string;
  level(id: string): string | undefined;
  platform(platform: string): string;
  group(id: string): string | undefined;
  segment(id: string): string | undefined;
  member(id: string): string | undefined;
}

export const isBuiltIn = (scheme: string): scheme is BuiltInScheme => scheme in BUILT_IN_SCHEMES;

/** A rule as a sentence of the reader's language; what is not filled in yet shows as an ellipsis. */
export function sayRule(rule: Rule, names: RuleNames): string {
  const { t } = names;
  return tidy(t('segments.say.sentence', { what: isGroup(rule) ? sayGroup(rule, names) : say(rule, names) }));
}

/** One condition, or a group in brackets, in words. */
export const sayPart = (rule: Rule, names: RuleNames): string => tidy(say(rule, names));

type Group = Extract<Rule, { kind: 'all' | 'any' }>;
const isGroup = (rule: Rule): rule is Group => rule.kind === 'all' || rule.kind === 'any';
const tidy = (text: string): string =>
  text
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/ ([,;)])/g, '$1')
    .trim();

function sayGroup(rule: Group, names: RuleNames): string {
  const { t } = names;
  if (rule.of.length === 0) return t('segments.say.everybody');
  return rule.of.map((inner) => say(inner, names)).join(t(`segments.say.${rule.kind}`));
}

function say(rule: Rule, names: RuleNames): string {
  const { t } = names;
  if (isGroup(rule)) {
    const text = sayGroup(rule, names);
    return rule.of.length > 1 ? `${t('segments.say.open')}${text}${t('segments.say.close')}` : text;
  }
  if (rule.kind === 'not') {
    return t('segments.say.not', { what: isGroup(rule.of) ? sayGroup(rule.of, names) : say(rule.of, names) });
  }
  // The registry is complete by its type; the clause of a kind fits its own sayer.
  return (SAY[rule.kind] as (clause: Clause, names: RuleNames) => string)(rule, names);
}

const orList = (items: readonly string[], { t }: RuleNames): string =>
  items.length === 0 ? t('segments.say.unfilled') : items.join(t('segments.say.or'));
const known = (name: string | undefined, { t }: RuleNames): string => name ?? t('segments.say.unknown');
const figure = (value: number | undefined, names: RuleNames): string =>
  value === undefined ? names.t('segments.say.unfilled') : names.number(value);

function span(of: Span | undefined, names: RuleNames): string {
  const { t } = names;
  if (!of) return '';
  if ('lastDays' in of) return t('segments.say.lastDays', { days: figure(of.lastDays, names) });
  return t('segments.say.between', { from: dayOf(of.from, names), to: dayOf(of.to, names) });
}

const dayOf = (day: string | undefined, names: RuleNames): string =>
  day ? names.day(day) : names.t('segments.say.unfilled');

function when(of: DaysAgo, names: RuleNames): string {
  const { t } = names;
  if ('withinDays' in of) return t('segments.say.within', { days: figure(of.withinDays, names) });
  if ('beforeDays' in of) return t('segments.say.before', { days: figure(of.beforeDays, names) });
  return t('segments.say.inDays', { from: dayOf(of.from, names), to: dayOf(of.to, names) });
}

function events(event: EventFilter, names: RuleNames): string {
  const { t } = names;
  const kinds = orList(
    event.kinds.map((kind) => (kind === 'contribution' ? t('segments.did.contribution') : t(`segments.doing.${kind}`))),
    names,
  );
  const filters = [
    event.groupId ? t('segments.say.inGroup', { group: known(names.group(event.groupId), names) }) : null,
    event.platform ? t('segments.say.onPlatform', { platform: names.platform(event.platform) }) : null,
    event.value
      ? t('segments.say.valueIs', {
          test: t(`segments.test.${event.value.test}`),
          number: figure(event.value.number, names),
        })
      : null,
    ...(event.properties ?? []).map(({ path, test, value }) =>
      test === 'exists'
        ? t('segments.say.propertyExists', { path })
        : t('segments.say.propertyIs', { path, test: t(`segments.propertyTest.${test}`), value: String(value ?? '…') }),
    ),
  ].filter((one) => one !== null);
  return filters.length
    ? t('segments.say.eventsWith', { events: kinds, filters: filters.join(t('list.comma')) })
    : kinds;
}

const SAY: { [K in Clause['kind']]: (clause: ClauseOf<K>, names: RuleNames) => string } = {
  attribute(clause, names) {
    const { t } = names;
    const attribute = names.attribute(clause.key);
    const name = clause.key === '' ? t('segments.say.unfilled') : known(attribute?.name, names);
    if (clause.test === 'any') return t('segments.say.attributeAny', { name });
    if (clause.test === 'none') return t('segments.say.attributeNone', { name });
    const test =
      attribute?.date && (clause.test === 'from' || clause.test === 'to')
        ? t(`segments.say.dateTest.${clause.test}`)
        : t(`segments.say.attributeTest.${clause.test}`);
    const value = attribute?.value(clause.value) ?? clause.value;
    return t('segments.say.attribute', { name, test, value: value || t('segments.say.unfilled') });
  },
  tag: ({ tag }, { t }) => t('segments.say.tag', { tag: tag || t('segments.say.unfilled') }),
  tier(clause, names) {
    const { t } = names;
    const scheme = isBuiltIn(clause.scheme) ? t(`segments.scheme.${clause.scheme}`) : names.scheme(clause.scheme);
    const tiers = clause.in.map((tier) =>
      tier === NO_TIER && !isBuiltIn(clause.scheme)
        ? t('segments.noTier')
        : known(names.tier(clause.scheme, tier), names),
    );
    return t('segments.say.tier', { scheme: known(scheme, names), tiers: orList(tiers, names) });
  },
  stage: (clause, names) => names.t('segments.say.stage', { stages: orList(clause.in.map(names.stage), names) }),
  level: (clause, names) =>
    names.t('segments.say.level', {
      levels: orList(
        clause.in.map((id) => (id === NO_LEVEL ? names.t('segments.noLevel') : known(names.level(id), names))),
        names,
      ),
    }),
  points: (clause, names) =>
    names.t('segments.say.points', {
      test: names.t(`segments.test.${clause.test}`),
      number: figure(clause.number, names),
    }),
  credit: (clause, names) =>
    names.t('segments.say.credit', {
      test: names.t(`segments.test.${clause.test}`),
      number: figure(clause.number, names),
    }),
  platform: (clause, names) =>
    names.t('segments.say.platform', { platforms: orList(clause.in.map(names.platform), names) }),
  group: (clause, names) =>
    names.t('segments.say.group', {
      groups: orList(
        clause.in.map((id) => names.t('segments.say.quoted', { what: known(names.group(id), names) })),
        names,
      ),
    }),
  did(clause, names) {
    const { t } = names;
    const common = { span: span(clause.span, names), events: events(clause.event, names) };
    if (clause.number === 0 && clause.test !== 'at_least') return t('segments.say.didNot', common);
    if (clause.number === 1 && clause.test === 'at_least') return t('segments.say.didOnce', common);
    return t(clause.count === 'days' ? 'segments.say.didDays' : 'segments.say.did', {
      ...common,
      test: t(`segments.test.${clause.test}`),
      number: figure(clause.number, names),
    });
  },
  'first-last': (clause, names) =>
    names.t('segments.say.firstLast', {
      which: names.t(`segments.which.${clause.which}`).toLocaleLowerCase(),
      events: events(clause.event, names),
      when: when(clause.when, names),
    }),
  sequence: (clause, names) =>
    names.t('segments.say.sequence', {
      span: span(clause.span, names),
      first: events(clause.first, names),
      next: events(clause.next, names),
      days: figure(clause.withinDays, names),
    }),
  amount: (clause, names) =>
    names.t('segments.say.amount', {
      span: span(clause.span, names),
      events: events(clause.event, names),
      property: clause.property ?? names.t('segments.say.eventValue'),
      of: names.t(`segments.amountOf.${clause.of}`),
      test: names.t(`segments.test.${clause.test}`),
      number: figure(clause.number, names),
    }),
  words(clause, names) {
    const { t } = names;
    const quoted = clause.words.map((word) => t('segments.say.quoted', { what: word }));
    const words = clause.match === 'all' ? quoted.join(t('list.comma')) : orList(quoted, names);
    const what = t(clause.match === 'all' ? 'segments.say.wordsAll' : 'segments.say.words', {
      span: span(clause.span, names),
      words: words || t('segments.say.unfilled'),
    });
    return clause.times > 1 ? t('segments.say.wordsTimes', { what, times: figure(clause.times, names) }) : what;
  },
  ties({ is }, names) {
    const { t } = names;
    if ('tiedTo' in is) {
      const member = is.tiedTo ? known(names.member(is.tiedTo), names) : t('segments.say.unfilled');
      return t('segments.say.tiedTo', { member });
    }
    if ('circle' in is) return t('segments.say.circle', { circle: figure(is.circle, names) });
    if ('isolated' in is) return t(is.isolated ? 'segments.say.isolated' : 'segments.say.tied');
    if ('bridge' in is) return t(is.bridge ? 'segments.say.bridge' : 'segments.say.notBridge');
    return t('segments.say.tieNumber', {
      test: t(`segments.test.${is.test}`),
      number: figure(is.number, names),
    });
  },
  value(clause, names) {
    const { t } = names;
    const parts = (['recency', 'frequency', 'monetary'] as const).flatMap((key) => {
      const range = clause[key];
      return range
        ? [t('segments.say.valuePart', { letter: key[0]!.toUpperCase(), from: range[0], to: range[1] })]
        : [];
    });
    return t('segments.say.value', { parts: parts.join(t('list.comma')) || t('segments.say.unfilled') });
  },
  segment: (clause, names) =>
    names.t('segments.say.segment', {
      name: clause.segmentId ? known(names.segment(clause.segmentId), names) : names.t('segments.say.unfilled'),
    }),
  joined: (clause, names) => names.t('segments.say.joined', { when: when(clause.when, names) }),
};

/** A filter of the member list by an attribute as a condition. */
export function attributeClause(text: string): ClauseOf<'attribute'> {
  return { kind: 'attribute', ...parseAttributeFilter(text) };
}
