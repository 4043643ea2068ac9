import { HistoryOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bulk } from '../../../../../src/modules/bulk/contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { attributesQuery, bulksQuery, undoBulk } from '../../api/member-work.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useRight } from '../../shell/use-right.ts';
import { useAttributeWords } from './attribute-words.ts';

/** What was done to many members lately, and the way back where there is one. */
export function BulkHistory({ communityId }: { communityId: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={<HistoryOutlined />}
        onClick={() => setOpen(true)}
        aria-label={t('bulk.history')}
        data-test="bulk-history"
      >
        <span className="q-tool-label">{t('bulk.history')}</span>
      </Button>
      <Modal open={open} title={t('bulk.history')} onCancel={() => setOpen(false)} footer={null} destroyOnHidden>
        {open ? <History communityId={communityId} /> : null}
      </Modal>
    </>
  );
}

function History({ communityId }: { communityId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...bulksQuery(communityId),
    refetchInterval: ({ state }) => (state.data?.some(({ endedAt }) => endedAt === null) ? 1500 : false),
  });
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={5} height={22} />;
  if (data.length === 0) return <EmptyState title={t('bulk.historyNone')}>{t('bulk.historyNoneDetail')}</EmptyState>;
  return (
    <ul className="q-bulk-history">
      {data.map((bulk) => (
        <Line key={bulk.id} bulk={bulk} communityId={communityId} />
      ))}
    </ul>
  );
}

function useActionWords(communityId: string): (action: Bulk['action']) => string {
  const { t } = useTranslation();
  const words = useAttributeWords();
  const { data: attributes = [] } = useQuery(attributesQuery(communityId));
  return (action) => {
    const what = t(`bulk.kind.${action.kind}`);
    if (action.kind === 'add-tag' || action.kind === 'remove-tag') return `${what} · ${action.tag}`;
    if (action.kind !== 'set-attribute') return `${what} ${t(`bulk.standings.${action.standing}`)}`;
    const definition = attributes.find(({ key }) => key === action.key);
    return definition
      ? `${words.name(definition)} · ${words.value(definition, action.value)}`
      : `${what} · ${action.key}`;
  };
}

function Line({ bulk, communityId }: { bulk: Bulk; communityId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const client = useQueryClient();
  const may = useRight('members.edit');
  const say = useActionWords(communityId);
  const undo = useMutation({
    mutationFn: () => undoBulk(communityId, bulk.id),
    onSuccess: () => {
      for (const key of ['bulks', 'members', 'tags', 'member'])
        void client.invalidateQueries({ queryKey: [key, communityId] });
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const state =
    bulk.endedAt === null
      ? t('bulk.running', { done: format.exact(bulk.done), total: format.exact(bulk.total) })
      : bulk.status === 'failed'
        ? t('bulk.failed')
        : t('bulk.done', { shown: format.exact(bulk.changed) });
  return (
    <li>
      <div>
        <strong>{say(bulk.action)}</strong>
        <p className="q-soft">
          {[state, format.relative(bulk.madeAt), bulk.madeBy, bulk.undoneAt ? t('bulk.undone') : null]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {may && bulk.canUndo ? (
        <Button onClick={() => undo.mutate()} loading={undo.isPending}>
          {t('bulk.undo')}
        </Button>
      ) : null}
    </li>
  );
}
