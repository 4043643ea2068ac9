import { useTranslation } from 'react-i18next';
import type { Licence, OwnCredit, OwnViolation } from '../../../../../src/modules/credit/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useUses } from '../../api/me.ts';
import { useAsk } from '../../api/use-ask.ts';
import { Page } from '../../ui/page.tsx';
import { ButtonLink, Card, Note, Pill, Progress, Row, Rows } from '../../ui/parts.tsx';
import { Answer } from '../../ui/states.tsx';
import { RuleRows } from './rule-rows.tsx';
import { TONES } from './standing-tones.ts';
import './credit.css';

/** My credit: how much, why, how to get it back, what I did, and the rules. */
export function CreditPage() {
  const { t } = useTranslation();
  const credit = useAsk<OwnCredit>('/credit');
  const uses = useUses();
  const suspended = credit.data?.licence.standing === 'suspended';
  return (
    <Page
      title={t('credit.title')}
      back="/me"
      action={
        suspended && uses('exams') ? (
          <ButtonLink kind="primary" wide to="/exams">
            {t('credit.toExam')}
          </ButtonLink>
        ) : null
      }
    >
      <Answer of={credit} rows={6}>
        {({ licence, violations, policy, rules }) => (
          <>
            <LicenceCard licence={licence} />
            <BackCard licence={licence} policy={policy} />
            {violations.length > 0 ? (
              <Card title={t('credit.violations')}>
                <Rows>
                  {violations.map((one) => (
                    <ViolationRow key={one.id} one={one} zone={licence.zone} />
                  ))}
                </Rows>
              </Card>
            ) : null}
            {licence.steps.length > 0 ? <StepsCard licence={licence} /> : null}
            {rules.length > 0 ? (
              <Card title={t('credit.rules')}>
                <RuleRows rules={rules} />
              </Card>
            ) : null}
          </>
        )}
      </Answer>
    </Page>
  );
}

function LicenceCard({ licence }: { licence: Licence }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { credit, points, standing, mutedUntil, zone, cleanDays } = licence;
  return (
    <Card>
      <div className="m-credit-head">
        <strong className="m-credit-figure">
          {credit}
          <span>{t('credit.of', { points })}</span>
        </strong>
        <Pill tone={TONES[standing]}>{t(`credit.standings.${standing}`)}</Pill>
      </div>
      <Progress value={credit} most={points} label={t('credit.title')} />
      <p className="m-soft">
        {standing === 'muted' && mutedUntil
          ? t('credit.mutedUntil', { when: format.instant(mutedUntil, zone) })
          : standing === 'good' && cleanDays === null
            ? t('credit.never')
            : standing === 'good'
              ? t('credit.clean', { count: cleanDays ?? 0 })
              : t(`credit.means.${standing}`)}
      </p>
    </Card>
  );
}

/** How it comes back by itself, and by whom. */
function BackCard({ licence, policy }: { licence: Licence; policy: OwnCredit['policy'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nextGood, nextReturn, credit, points, standing } = licence;
  if (credit === points && standing === 'good') return null;
  return (
    <Card title={t('credit.back')}>
      <ul className="m-credit-back">
        {standing === 'suspended' ? <li>{t('credit.byExam', { count: policy.restore })}</li> : null}
        {nextGood ? (
          <li>
            {t('credit.byConduct', { count: nextGood.points, day: format.day(nextGood.day), days: policy.goodDays })}
          </li>
        ) : null}
        {nextReturn ? (
          <li>{t('credit.byTime', { count: nextReturn.points, day: format.day(nextReturn.day) })}</li>
        ) : null}
        <li>{t('credit.byAppeal', { days: policy.appealDays })}</li>
      </ul>
    </Card>
  );
}

function ViolationRow({ one, zone }: { one: OwnViolation; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = one.voided
    ? t('credit.voided')
    : one.appeal
      ? t(`credit.appeals.${one.appeal.outcome ?? 'open'}`)
      : one.left === 0
        ? t('credit.givenBack')
        : '';
  return (
    <Row
      to={`/credit/violations/${one.id}`}
      title={one.rule.title}
      detail={[format.instant(one.happenedAt, zone), state].filter(Boolean).join(' · ')}
      value={one.voided ? <s>−{one.cost}</s> : `−${one.cost}`}
    />
  );
}

/** What changed it, the latest first. */
function StepsCard({ licence }: { licence: Licence }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('credit.why')}>
      <details className="m-credit-why">
        <summary>{t('credit.whyMore', { points: licence.points })}</summary>
        <ol>
          {licence.steps.map((step, at) => (
            <li key={at}>
              <span>
                {format.day(step.day)} · {t(`credit.steps.${step.kind}`)}
                {step.rule ? ` · ${step.rule}` : ''}
              </span>
              <strong>
                {step.change > 0 ? `+${step.change}` : step.change === 0 ? '0' : `−${-step.change}`} → {step.credit}
              </strong>
            </li>
          ))}
        </ol>
      </details>
      <Note>{t('credit.zone', { zone: licence.zone })}</Note>
    </Card>
  );
}
