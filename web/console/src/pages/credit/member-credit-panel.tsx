import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberCredit } from '../../../../../src/modules/credit/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { memberCreditQuery } from '../../api/credit.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { ActReason } from './act-reason.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { useCreditWhy } from './use-credit-why.ts';
import { ViolationLine } from './violation-line.tsx';
import { DEFAULT_POLICY } from '../../../../../src/modules/credit/policy.contract.ts';
import './credit.css';

/** A member's licence: how much, why, what holds against them, and recording a violation. */
export function MemberCreditPanel({ memberId, name }: { memberId: string; name: string }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('credit.manage');
  const asked = useQuery(memberCreditQuery(community.id, memberId));
  const { data } = asked;
  const [recording, setRecording] = useState(false);
  const why = useCreditWhy(data?.policy ?? DEFAULT_POLICY);
  return (
    <Panel
      id="credit"
      title={t('credit.title')}
      explain={why}
      aside={
        mayManage ? (
          <Button size="small" onClick={() => setRecording(true)}>
            {t('credit.record.open')}
          </Button>
        ) : null
      }
    >
      <Loaded of={asked} rows={3} height={20}>
        {(reply) => <Credit credit={reply} />}
      </Loaded>
      {recording ? <RecordDialog memberId={memberId} name={name} onClose={() => setRecording(false)} /> : null}
    </Panel>
  );
}

function Credit({ credit: { licence, violations, acts } }: { credit: MemberCredit }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { credit, points, standing, cleanDays, nextGood, nextReturn, steps } = licence;
  return (
    <div className="q-credit-member">
      <p className="q-credit-answer">
        <strong>{t('credit.outOf', { credit, points })}</strong>
        <span className={`q-pill q-credit-${standing}`}>{t(`credit.standings.${standing}`)}</span>
      </p>
      <p className="q-faint">
        {[
          cleanDays === null ? t('credit.never') : t('credit.clean', { count: cleanDays }),
          nextGood && t('credit.goodIs', { count: nextGood.points, day: format.day(nextGood.day) }),
          nextReturn && t('credit.nextIs', { count: nextReturn.points, day: format.day(nextReturn.day) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {steps.length > 0 ? (
        <details>
          <summary>{t('credit.whySo')}</summary>
          <ol className="q-credit-steps">
            {steps.map((step, at) => (
              <li key={at}>
                <span>{format.day(step.day)}</span>
                <span>
                  {t(`credit.steps.${step.kind}`)}
                  {step.rule ? ` · ${step.rule}` : ''}
                </span>
                <span>{step.change > 0 ? `+${step.change}` : step.change}</span>
                <strong>{step.credit}</strong>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
      {violations.length > 0 ? (
        <ul className="q-credit-list">
          {violations.map((one) => (
            <ViolationLine key={one.id} violation={one} ofMember />
          ))}
        </ul>
      ) : null}
      {acts.length > 0 ? (
        <details>
          <summary>{t('credit.onPlatforms', { count: acts.length })}</summary>
          <ul className="q-credit-acts">
            {acts.map((act) => (
              <li key={act.id}>
                {t(`credit.tasks.kinds.${act.kind}`)} · {act.account} ({act.platform}) ·{' '}
                {act.groups.map(({ name }) => name).join(t('credit.comma'))}{' '}
                <span className="q-faint">
                  <ActReason act={act} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
