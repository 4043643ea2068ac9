import { useQueries, useQuery } from '@tanstack/react-query';
import { createContext, use, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TIERS, type Tier } from '../../../../../../src/modules/insights/contract.ts';
import { clausesOf, NO_TIER, type Rule } from '../../../../../../src/modules/segments/rule.contract.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import { useWords } from '../../../../../ui/use-words.ts';
import { attributesQuery, type ListedAttribute } from '../../../api/member-work.ts';
import { memberQuery } from '../../../api/members.ts';
import {
  type ListedSegment,
  type Scheme,
  schemesQuery,
  segmentsQuery,
  type Vocabulary,
  vocabularyQuery,
} from '../../../api/segments.ts';
import { useAttributeWords } from '../../members/attribute-words.ts';
import type { RuleNames } from './rule-words.ts';

/** What the editors of conditions choose from. */
export interface RuleOptions {
  communityId: string;
  vocabulary: Vocabulary;
  attributes: readonly ListedAttribute[];
  segments: readonly ListedSegment[];
  schemes: readonly Scheme[];
  names: RuleNames;
}

const Context = createContext<RuleOptions | undefined>(undefined);
export const RuleOptionsProvider = Context.Provider;

/** What there is to choose from, inside of a builder. */
export function useRuleOptions(): RuleOptions {
  const options = use(Context);
  if (!options) throw new Error('outside of a rule builder');
  return options;
}

const NOTHING: Vocabulary = { platforms: [], groups: [], tags: [], levels: [], kinds: [], properties: [], circles: [] };

/** Names of all that a rule of this community can refer to; `rule` tells which members' names are needed. */
export function useRuleNames(communityId: string, rule: Rule | undefined): RuleNames {
  return useRuleOptionsOf(communityId, rule).names;
}

/** Everything a builder needs of a community; empty lists until they are there. */
export function useRuleOptionsOf(communityId: string, rule: Rule | undefined): RuleOptions & { ready: boolean } {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const attributeWords = useAttributeWords();
  const { data: vocabulary } = useQuery(vocabularyQuery(communityId));
  const { data: attributes } = useQuery(attributesQuery(communityId));
  const { data: segments } = useQuery(segmentsQuery(communityId));
  const { data: schemes } = useQuery(schemesQuery(communityId));
  const ties = rule
    ? clausesOf(rule).flatMap((one) => (one.kind === 'ties' && 'tiedTo' in one.is ? [one.is.tiedTo] : []))
    : [];
  const people = useQueries({
    queries: [...new Set(ties.filter(Boolean))].map((id) => ({ ...memberQuery(communityId, id), staleTime: 300_000 })),
    combine: (found) => found.map(({ data }) => data && ([data.memberId, data.name] as const)),
  });
  const names = useMemo((): RuleNames => {
    const members = new Map(people.filter((one) => one !== undefined));
    const tiers: Record<string, (tier: string) => string> = {
      engagement: (tier) => (TIERS.includes(tier as Tier) ? words.tier(tier) : tier),
      activity: words.activityTier,
      value: words.valueCell,
      paying: (tier) => t(`segments.paying.${tier}`),
      silence: words.silentKind,
    };
    const schemeOf = (id: string) => schemes?.find((one) => one.id === id);
    return {
      t,
      number: (value) => format.decimal(value, 2),
      day: (day) => format.day(day),
      attribute(key) {
        const found = attributes?.find((one) => one.key === key);
        if (!found) return undefined;
        const yesNo: Record<string, boolean> = { true: true, false: false };
        return {
          name: attributeWords.name(found),
          date: found.type === 'date',
          value: (text) =>
            found.type === 'boolean' && text in yesNo
              ? attributeWords.value(found, yesNo[text])
              : attributeWords.choice(found, text),
        };
      },
      tier: (scheme, tier) =>
        tiers[scheme]?.(tier) ??
        (tier === NO_TIER
          ? t('segments.noTier')
          : schemeOf(scheme)?.tiers.find(({ segmentId }) => segmentId === tier)?.name),
      scheme: (id) => schemeOf(id)?.name,
      stage: words.stage,
      level: (id) => vocabulary?.levels.find((one) => one.id === id)?.name,
      platform: (platform) => t(`platform.${platform}`, { defaultValue: platform }),
      group: (id) => {
        const found = vocabulary?.groups.find((one) => one.id === id);
        return found && (found.name || t('group.none'));
      },
      segment: (id) => segments?.find((one) => one.id === id)?.name,
      member: (id) => members.get(id),
    };
  }, [t, i18n.language, format, words, attributeWords, attributes, schemes, segments, vocabulary, people]);
  return {
    communityId,
    vocabulary: vocabulary ?? NOTHING,
    attributes: useMemo(() => (attributes ?? []).filter(({ hidden }) => !hidden), [attributes]),
    segments: segments ?? [],
    schemes: schemes ?? [],
    names,
    ready: Boolean(vocabulary && attributes && segments && schemes),
  };
}
