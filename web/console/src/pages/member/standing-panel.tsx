import { CheckCircleFilled, CloseCircleOutlined } from '@ant-design/icons';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Explain } from '../../../../ui/explain.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { TierBadge } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords, type Words } from '../../../../ui/use-words.ts';
import type { Portrait } from '../../api/members.ts';

type Tier = NonNullable<Portrait['tier']>;
type Condition = Tier['checks'][number]['conditions'][number];

/** Where the member stands in every scheme, the rules that put them there, and what would move them. */
export function StandingPanel({ portrait }: { portrait: Portrait }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { tier } = portrait;
  return (
    <Panel
      title={t('member.standing')}
      aside={
        <span title={format.instant(portrait.evaluatedAt)}>
          {t('explain.computed', { when: format.relative(portrait.evaluatedAt) })}
        </span>
      }
    >
      <Schemes portrait={portrait} />
      {tier ? (
        <div className="q-why-grid">
          <section>
            <h3>{t('member.why')}</h3>
            <ol className="q-checks">
              {tier.checks.map((check) => (
                <li key={`${check.tier} ${check.way}`} className={check.holds ? 'q-holds' : ''}>
                  <CheckLine check={check} />
                </li>
              ))}
              {tier.checks.some(({ holds }) => holds) ? null : <li className="q-holds">{t('member.restSilent')}</li>}
            </ol>
          </section>
          <section>
            <h3>{t('explain.change')}</h3>
            <Changes portrait={portrait} tier={tier} />
          </section>
        </div>
      ) : (
        <p className="q-soft">{t('member.notMember')}</p>
      )}
    </Panel>
  );
}

function Schemes({ portrait }: { portrait: Portrait }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { tier, activity, value, influence, silent } = portrait;
  const computed = t('explain.asOf', { day: format.day(portrait.asOf), zone: portrait.timezone });
  return (
    <dl className="q-schemes">
      {tier ? (
        <div>
          <dt>{t('scheme.tier')}</dt>
          <dd>
            <TierBadge tier={tier.tier} />
            {silent ? <small className="q-faint">{words.silentKind(silent.kind)}</small> : null}
          </dd>
        </div>
      ) : null}
      {activity ? (
        <div>
          <dt>{t('scheme.activity')}</dt>
          <dd>{words.activityTier(activity)}</dd>
        </div>
      ) : null}
      {value ? (
        <div>
          <dt>
            {t('scheme.value')}
            <Explain
              of={{
                title: words.valueCell(value.cell),
                definition: words.m.valueBasis[value.basis],
                inputs: [
                  { label: t('member.recency'), value: `${value.recency} / 5` },
                  { label: t('member.frequency'), value: `${value.frequency} / 5` },
                  { label: t('member.monetary'), value: `${value.monetary} / 5` },
                  ...Object.entries(value.facts).map(([key, fact]) => ({
                    label: words.fact(key),
                    value: words.say('{{fact}}', { fact }),
                  })),
                ],
                thresholds: t('figure.scheme_value.thresholds', { returnObjects: true }) as unknown as string[],
                computed,
              }}
            />
          </dt>
          <dd>{words.valueCell(value.cell)}</dd>
        </div>
      ) : null}
      {influence ? (
        <div>
          <dt>
            {words.figure('influence')}
            <Explain
              of={{
                title: words.figure('influence'),
                definition: words.m.figures.influence.definition,
                change: t('figure.leaders.change', { returnObjects: true }) as unknown as string[],
                computed,
              }}
            />
          </dt>
          <dd>{t('member.rank', { rank: format.exact(influence.rank), of: format.count(influence.of) })}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function CheckLine({ check }: { check: Tier['checks'][number] }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <>
      <p className="q-check-head">
        {check.holds ? (
          <CheckCircleFilled aria-label={t('stage.holds')} />
        ) : (
          <CloseCircleOutlined aria-label={t('stage.holdsNot')} />
        )}
        <TierBadge tier={check.tier} />
        {words.m.tierWays[check.way] ? <span className="q-faint q-small">{words.m.tierWays[check.way]}</span> : null}
      </p>
      <ul>
        {check.conditions.map((condition) => (
          <li key={condition.fact + condition.comparison} className={condition.holds ? '' : 'q-fails'}>
            <span>{conditionWords(condition, words, t)}</span>
            <strong>{factValue(condition.value, t)}</strong>
          </li>
        ))}
      </ul>
    </>
  );
}

const SIGNS = { '<': '<', '>=': '≥', '>': '>' } as const;

const factValue = (value: number | boolean, t: TFunction): string =>
  typeof value === 'boolean' ? t(value ? 'member.yes' : 'member.no') : String(Math.round(value * 10) / 10);

function conditionWords({ fact, comparison, threshold }: Condition, words: Words, t: TFunction): string {
  if (comparison === 'is') return t(threshold ? 'member.is' : 'member.isNot', { fact: words.fact(fact) });
  return `${words.fact(fact)} ${SIGNS[comparison]} ${factValue(threshold, t)}`;
}

function Changes({ portrait, tier }: { portrait: Portrait; tier: Tier }) {
  const { t } = useTranslation();
  const words = useWords();
  const lines = tier.changes.map(({ to, code, facts }) => {
    const lacking = Object.entries(facts)
      .filter(([key]) => !key.endsWith('_needed') && `${key}_needed` in facts)
      .map(([key, value]) =>
        t('member.lacking', {
          what: words.fact(key),
          has: words.say('{{value}}', { value }),
          needs: words.say('{{value}}', { value: facts[`${key}_needed`]! }),
        }),
      )
      .join(t('list.comma'));
    return words.say(words.m.tierChanges[code] ?? code, { ...facts, to, lacking });
  });
  const causes = portrait.silent?.causes ?? [];
  return (
    <>
      <ul className="q-lines">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {lines.length === 0 ? <li>{t('member.noChange')}</li> : null}
      </ul>
      {causes.length ? (
        <>
          <h3>{t('member.causes')}</h3>
          <ul className="q-lines">
            {causes.map((cause) => (
              <li key={cause.cause}>
                {words.causeBecause(cause)}
                <br />
                <span className="q-faint">{words.m.causes[cause.cause].remedy}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
