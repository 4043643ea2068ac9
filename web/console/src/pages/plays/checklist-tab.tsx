import { useMutation } from '@tanstack/react-query';
import { Checkbox, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChecklistItem, PlaysReply } from '../../../../../src/modules/playbooks/library.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { tickItem } from '../../api/plays.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useFreshPlays, useSaid } from './use-plays.ts';

const STAGES = ['construction', 'development', 'maturity', 'decline'] as const;

/** What a community should have in each stage; the present one first. */
export function ChecklistTab({ plays }: { plays: PlaysReply }) {
  const { t } = useTranslation();
  const words = useWords();
  const first = STAGES.includes(plays.stage as never) ? plays.stage : 'construction';
  const stages = [...STAGES].sort((a, b) => Number(b === first) - Number(a === first));
  return (
    <div className="q-play-column">
      {stages.map((stage) => {
        const items = plays.checklist.filter((item) => item.stage === stage);
        const done = items.filter((item) => item.done).length;
        return (
          <Panel
            key={stage}
            title={
              <>
                {words.stage(stage)} {stage === plays.stage ? <Tag color="success">{t('playbook.now')}</Tag> : null}
              </>
            }
            aside={<span className="q-soft">{t('playbook.progress', { done, all: items.length })}</span>}
          >
            <ul className="q-task-list">
              {items.map((item) => (
                <ItemLine key={item.id} item={item} />
              ))}
            </ul>
          </Panel>
        );
      })}
    </div>
  );
}

function ItemLine({ item }: { item: ChecklistItem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useSaid();
  const community = useCommunity();
  const fresh = useFreshPlays();
  const mayManage = useRight('plays.manage');
  const tick = useMutation({ mutationFn: (done: boolean) => tickItem(community.id, item.id, done), onSuccess: fresh });
  const by = item.tickedAt
    ? t('playbook.tickedBy', {
        who: item.tickedBy ?? t('playbook.somebody'),
        when: format.instant(item.tickedAt, community.zone),
      })
    : item.done === null
      ? t('playbook.unknown')
      : t(item.by === 'data' ? 'playbook.byData' : 'playbook.byHand');
  return (
    <li>
      <Checkbox
        checked={item.done === true}
        indeterminate={item.done === null}
        disabled={item.by === 'data' || !mayManage || tick.isPending}
        onChange={(event) => tick.mutate(event.target.checked)}
      >
        {said(item.text)}
      </Checkbox>
      <small className="q-soft">{by}</small>
      <ErrorNotice error={tick.error} />
    </li>
  );
}
