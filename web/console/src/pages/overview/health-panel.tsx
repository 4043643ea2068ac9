import { useTranslation } from 'react-i18next';
import { ScoreBar } from '../../../../ui/bars.tsx';
import { Dial } from '../../../../ui/dial.tsx';
import { Explain } from '../../../../ui/explain.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { BAND_COLOURS } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import type { Overview } from '../../api/overview.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { computedLine, lines, useExplain } from './explanations.ts';

type Part = CommunityReport['health']['parts'][number];

const bandOf = (score: number): keyof typeof BAND_COLOURS =>
  score >= 80 ? 'thriving' : score >= 60 ? 'healthy' : score >= 40 ? 'strained' : 'at_risk';

/** Health 0–100 and the parts it is made of, weakest contribution visible at a glance. */
export function HealthPanel({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const words = useWords();
  const { health } = overview.report;
  const explain = useExplain(overview.report, overview.evaluatedAt);
  const band = health.band ? words.band(health.band) : t('health.unknown');
  const before = overview.previous?.health;
  const change = health.score !== null && typeof before === 'number' ? health.score - before : null;
  return (
    <Panel title={t('figure.health.name')} explain={explain('health')}>
      <div className="q-health">
        <Dial
          score={health.score}
          fill={health.band ? BAND_COLOURS[health.band] : 'var(--q-line-strong)'}
          label={`${t('figure.health.name')} ${health.score ?? '—'} ${band}`}
          ticks={[40, 60, 80]}
        >
          <strong>{health.score ?? '—'}</strong>
          <span>{band}</span>
          {change === null ? null : (
            <small>
              {t('health.change', { change: change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '±0' })}
            </small>
          )}
        </Dial>
        <ul className="q-parts">
          {health.parts.map((part) => (
            <HealthPart key={part.key} part={part} overview={overview} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function HealthPart({ part, overview }: { part: Part; overview: Overview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const report = overview.report;
  const of = {
    title: words.part(part.key),
    definition: words.m.healthParts[part.key].definition,
    change: lines(t, `health.change_${part.key}`),
    computed: computedLine(t, format, report, overview.evaluatedAt),
  };
  const raw = words.say(words.m.healthParts[part.key].raw, { raw: part.raw });
  const inputs = [
    { label: t('input.raw'), value: raw },
    { label: t('input.score'), value: part.score === null ? t('health.leftOut') : format.decimal(part.score, 0) },
    { label: t('input.weight'), value: `${part.weight} / ${report.health.weight}` },
    ...Object.entries(part.facts).map(([key, value]) => ({
      label: words.fact(key),
      value: words.say('{{value}}', { value }),
    })),
  ];
  return (
    <li className="q-part">
      <span className="q-part-name">
        {of.title}
        <Explain of={{ ...of, inputs }} />
      </span>
      <ScoreBar score={part.score} fill={part.score === null ? undefined : BAND_COLOURS[bandOf(part.score)]} />
      <strong>{part.score === null ? '—' : Math.round(part.score)}</strong>
      <span className="q-part-raw">
        {part.score === null ? words.say(words.m.unknown[part.reason ?? ''] ?? t('health.leftOut'), part.facts) : raw}
      </span>
    </li>
  );
}
