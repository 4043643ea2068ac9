import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityReport, Facts } from '../../src/modules/insights/contract.ts';
import { insightMessages, reportSentence, say, sayCode } from '../../src/modules/insights/messages/index.ts';
import type { Language } from './format.ts';

type Report = CommunityReport;
type Code = { code: string; facts: Facts };

const titled = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

function wordsOf(language: Language) {
  const m = insightMessages(language);
  const named = (section: Record<string, { name: string }>) => (key: string) => titled(section[key]?.name ?? key);
  return {
    m,
    say: (text: string, facts?: Facts) => say(language, text, facts),
    tier: named(m.tiers),
    tierMeaning: (key: keyof typeof m.tiers) => m.tiers[key].meaning,
    stage: named(m.stages),
    band: named(m.healthBands),
    part: named(m.healthParts),
    silentKind: named(m.silentKinds),
    activityTier: named(m.activityTiers),
    valueCell: named(m.valueCells),
    figure: named(m.figures),
    sentence: (report: Report) => reportSentence(report, language),
    evidence: (item: Report['stage']['evidence'][number]) => sayCode(language, m.stageEvidence, item.code, item.facts),
    playName: (play: string) => m.plays[play]?.name ?? play,
    playHow: (play: string) => m.plays[play]?.how,
    playReason: (why: Code) => sayCode(language, m.playReasons, why.code, why.facts),
    leaderReason: (why: Code) => sayCode(language, m.leaderReasons, why.code, why.facts),
    metric: (metric: string) => m.metrics[metric] ?? metric,
    cause: (cause: Report['wake'][number]['causes'][number]) => m.causes[cause.cause].name,
    causeBecause: (cause: Report['wake'][number]['causes'][number]) =>
      say(language, m.causes[cause.cause].because, cause.facts),
    unknownWhy: (item: Report['unknown'][number]) => sayCode(language, m.unknown, item.reason, item.facts),
    fact: (key: string) => m.facts[key] ?? key.replaceAll('_', ' '),
  };
}

export type Words = ReturnType<typeof wordsOf>;

/** The words of the insights' codes in the language on show; the same as in reports and on the command line. */
export function useWords(): Words {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  return useMemo(() => wordsOf(language), [language]);
}
