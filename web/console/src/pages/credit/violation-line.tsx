import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sanction, Violation } from '../../../../../src/modules/credit/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { liftSanction, withdrawViolation } from '../../api/credit.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { ReasonDialog } from './reason-dialog.tsx';

type Props = {
  violation: Violation;
  /** Left out on the page of the member. */
  ofMember?: boolean;
  children?: ReactNode;
};

/** One violation: who, which rule, the evidence, what it cost and brought, and what can be taken back. */
export function ViolationLine({ violation: one, ofMember = false, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const mayManage = useRight('credit.manage');
  const [asking, setAsking] = useState<'withdraw' | Sanction>();
  return (
    <li className={one.voided ? 'q-credit-off' : undefined} id={`violation-${one.id}`}>
      <header>
        {ofMember ? null : (
          <Link
            to="/c/$community/members/$member"
            params={{ community: community.key, member: one.member.id }}
            hash="credit"
          >
            {one.member.name || one.member.id.slice(0, 8)}
          </Link>
        )}
        <strong>{one.rule.title}</strong>
        <span className="q-pill">{t('credit.costs', { count: one.cost })}</span>
        <span className="q-faint" title={one.happenedAt}>
          {format.instant(one.happenedAt, community.zone)}
          {one.evidence.group ? ` · ${one.evidence.group}` : ''}
          {one.by ? ` · ${t('credit.by', { name: one.by })}` : ''}
        </span>
      </header>
      {one.note ? <p>{one.note}</p> : null}
      {one.evidence.text ? <blockquote>{one.evidence.text}</blockquote> : null}
      <p className="q-faint">
        {one.voided
          ? t(`credit.voided.${one.voided.cause}`, { reason: one.voided.reason, when: format.relative(one.voided.at) })
          : one.returnsOn
            ? t('credit.left', { count: one.left, day: format.day(one.returnsOn) })
            : t('credit.givenBack')}
      </p>
      {one.sanctions.length > 0 ? (
        <ul className="q-credit-sanctions">
          {one.sanctions.map((sanction) => (
            <SanctionItem
              key={sanction.id}
              sanction={sanction}
              onLift={mayManage && sanction.holds ? () => setAsking(sanction) : undefined}
            />
          ))}
        </ul>
      ) : null}
      {one.appeal ? (
        <p>
          <span className="q-pill">{t(`credit.appeals.outcomes.${one.appeal.outcome ?? 'open'}`)}</span>{' '}
          {one.appeal.text}
          {one.appeal.reasons ? <span className="q-faint"> — {one.appeal.reasons}</span> : null}
        </p>
      ) : null}
      {children}
      {mayManage && !one.voided && !children ? (
        <Button size="small" onClick={() => setAsking('withdraw')}>
          {t('credit.withdraw')}
        </Button>
      ) : null}
      {asking === 'withdraw' ? (
        <ReasonDialog
          title={t('credit.withdraw')}
          hint={t('credit.withdrawHint')}
          send={(communityId, reason) => withdrawViolation(communityId, one.id, reason)}
          onClose={() => setAsking(undefined)}
        />
      ) : asking ? (
        <ReasonDialog
          title={t('credit.lift')}
          hint={t('credit.liftHint')}
          send={(communityId, reason) => liftSanction(communityId, asking.id, reason)}
          onClose={() => setAsking(undefined)}
        />
      ) : null}
    </li>
  );
}

function SanctionItem({ sanction, onLift }: { sanction: Sanction; onLift: (() => void) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { zone } = useCommunity();
  const { kind, until, holds, liftedAt, liftCause } = sanction;
  return (
    <li>
      <span className={`q-pill ${holds ? 'q-credit-muted' : ''}`}>{t(`credit.kinds.${kind}`)}</span>{' '}
      {until ? t('credit.until', { when: format.instant(until, zone) }) : null}
      {liftedAt && liftCause ? (
        <span className="q-faint"> {t(`credit.liftedBy.${liftCause}`, { when: format.instant(liftedAt, zone) })}</span>
      ) : null}
      {onLift ? (
        <Button type="link" size="small" onClick={onLift}>
          {t('credit.lift')}
        </Button>
      ) : null}
    </li>
  );
}
