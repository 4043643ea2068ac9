import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appeals } from '../../../../../src/modules/credit/contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { appealsQuery, decideAppeal } from '../../api/credit.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { CreditFrame } from './credit-frame.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { ViolationLine } from './violation-line.tsx';

/** Appeals: those that wait, by when they are to be decided, and those that were. */
export function AppealsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { decided = false } = useSearch({ from: '/app/c/$community/credit/appeals' });
  const navigate = useNavigate({ from: '/c/$community/credit/appeals' });
  const asked = useQuery(appealsQuery(community.id, decided ? 'decided' : 'open'));
  usePageTitle(t('credit.tabs.appeals'), community.name);
  return (
    <CreditFrame>
      <section className="q-panel">
        <div className="q-credit-bar">
          <Segmented
            aria-label={t('credit.tabs.appeals')}
            value={decided ? 'decided' : 'open'}
            onChange={(value) => void navigate({ search: value === 'decided' ? { decided: true } : {}, replace: true })}
            options={(['open', 'decided'] as const).map((value) => ({ value, label: t(`credit.appeals.${value}`) }))}
          />
        </div>
        <Loaded of={asked} rows={6}>
          {(reply) =>
            reply.appeals.length === 0 ? (
              <EmptyState title={t('credit.appeals.none')} art="file">
                {t('credit.appeals.noneDetail')}
              </EmptyState>
            ) : (
              <ul className="q-credit-list">
                {reply.appeals.map((one) => (
                  <AppealLine key={one.appeal.id} one={one} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </CreditFrame>
  );
}

function AppealLine({ one }: { one: Appeals['appeals'][number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { zone } = useCommunity();
  const mayManage = useRight('credit.manage');
  const [deciding, setDeciding] = useState<'upheld' | 'rejected'>();
  const { appeal } = one;
  const late = appeal.outcome === null && Date.parse(appeal.decideBy) < Date.now();
  return (
    <ViolationLine violation={one}>
      <p className={late ? 'q-credit-late' : 'q-faint'}>
        {appeal.decidedAt
          ? t('credit.appeals.decidedAt', { when: format.instant(appeal.decidedAt, zone), name: appeal.by ?? '—' })
          : t(late ? 'credit.appeals.late' : 'credit.appeals.due', { when: format.instant(appeal.decideBy, zone) })}
      </p>
      {mayManage && appeal.outcome === null ? (
        <span className="q-credit-buttons">
          <Button size="small" type="primary" onClick={() => setDeciding('upheld')}>
            {t('credit.appeals.uphold')}
          </Button>
          <Button size="small" onClick={() => setDeciding('rejected')}>
            {t('credit.appeals.reject')}
          </Button>
        </span>
      ) : null}
      {deciding ? (
        <ReasonDialog
          title={t(deciding === 'upheld' ? 'credit.appeals.uphold' : 'credit.appeals.reject')}
          hint={t(`credit.appeals.hints.${deciding}`)}
          send={(communityId, reasons) => decideAppeal(communityId, appeal.id, { outcome: deciding, reasons })}
          onClose={() => setDeciding(undefined)}
        />
      ) : null}
    </ViolationLine>
  );
}
