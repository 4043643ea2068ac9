import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Suspicion } from '../../../../../src/modules/points/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { decideSuspicion, suspicionsQuery } from '../../api/points.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { PointsFrame } from './points-frame.tsx';
import { usePointChange } from './use-point-change.ts';

type Asked = { of: Suspicion; decision: 'dismiss' | 'take_back' };

/** Who may have earned unfairly and why: dismissed, or taken back. */
export function FindingsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const found = useQuery(suspicionsQuery(community.id));
  const { data } = found;
  const [asked, setAsked] = useState<Asked>();
  usePageTitle(t('points.tabs.findings'), community.name);
  const open = data?.suspicions.filter(({ state }) => state === 'open').length ?? 0;
  return (
    <PointsFrame answer={open > 0 ? t('points.findings.open', { count: open }) : t('points.findings.lead')}>
      <section className="q-panel">
        <Loaded of={found} rows={4}>
          {(reply) =>
            reply.suspicions.length === 0 ? (
              <EmptyState title={t('points.findings.none')}>{t('points.findings.noneDetail')}</EmptyState>
            ) : (
              <ul className="q-point-rules">
                {reply.suspicions.map((one) => (
                  <Finding key={one.id} of={one} mayManage={mayManage} onDecide={setAsked} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      {asked ? <DecideDialog {...asked} onClose={() => setAsked(undefined)} /> : null}
    </PointsFrame>
  );
}

function Finding(props: { of: Suspicion; mayManage: boolean; onDecide: (asked: Asked) => void }) {
  const { of, mayManage, onDecide } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { key, zone } = useCommunity();
  return (
    <li>
      <header>
        <h2>
          <Link to="/c/$community/points/ledger" params={{ community: key }} search={{ member: of.member.id }}>
            {of.member.name || of.member.id.slice(0, 8)}
          </Link>
        </h2>
        <span className="q-pill">{t(`points.findings.states.${of.state}`)}</span>
      </header>
      <p>
        {t(`points.findings.says.${of.kind}`, { ...of.evidence, other: of.other?.name ?? '' })}{' '}
        {t('points.findings.points', { points: format.exact(of.points) })}
      </p>
      <footer>
        <span className="q-faint">
          {format.instant(of.foundAt, zone)}
          {of.decidedBy ? ` · ${of.decidedBy}` : ''}
          {of.reason ? ` · ${of.reason}` : ''}
        </span>
        {mayManage && of.state === 'open' ? (
          <>
            <Button size="small" onClick={() => onDecide({ of, decision: 'dismiss' })}>
              {t('points.findings.dismiss')}
            </Button>
            <Button size="small" danger onClick={() => onDecide({ of, decision: 'take_back' })}>
              {t('points.findings.take_back')}
            </Button>
          </>
        ) : null}
      </footer>
    </li>
  );
}

function DecideDialog({ of, decision, onClose }: Asked & { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [reason, setReason] = useState('');
  const decide = usePointChange(
    (communityId) => decideSuspicion(communityId, { id: of.id, decision, reason }),
    onClose,
  );
  return (
    <Modal
      open
      title={t(`points.findings.sure.${decision}`, { points: format.exact(of.points), name: of.member.name })}
      onCancel={onClose}
      onOk={() => decide.mutate(undefined)}
      okText={t(`points.findings.${decision}`)}
      cancelText={t('points.cancel')}
      okButtonProps={{ danger: decision === 'take_back', disabled: reason.trim() === '', loading: decide.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={decide.error} />
        <Field label={t('points.reversal.reason')} hint={t('points.reversal.reasonHint')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
