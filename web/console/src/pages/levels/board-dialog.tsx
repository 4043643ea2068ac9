import { useQuery } from '@tanstack/react-query';
import { Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import {
  type Board,
  BOARD_METRICS,
  BOARD_PERIODS,
  type WrittenBoard,
} from '../../../../../src/modules/levels/leaderboards.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { groupsQuery } from '../../api/communities.ts';
import { saveBoard } from '../../api/levels.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useLevelChange, useOwnWords } from './use-level-change.ts';

function fieldsOf(board: Board | undefined): WrittenBoard {
  if (!board)
    return {
      name: '',
      nameEn: '',
      metric: 'contribution',
      period: 'month',
      groupId: null,
      teams: [],
      withTeam: false,
      shown: true,
    };
  const { name, nameEn, metric, period, groupId, teams, withTeam, shown } = board;
  return { name, nameEn, metric, period, groupId, teams, withTeam, shown };
}

/** Makes a leaderboard, or changes one. */
export function BoardDialog({ board, onClose }: { board: Board | undefined; onClose: () => void }) {
  const { t } = useOwnWords();
  const community = useCommunity();
  const { data: groups } = useQuery(groupsQuery(community.id));
  const [fields, setFields] = useState(() => fieldsOf(board));
  const set = (change: Partial<WrittenBoard>) => setFields((before) => ({ ...before, ...change }));
  const save = useLevelChange((communityId) => saveBoard(communityId, board?.id, fields), onClose);
  const ofNoGroup = fields.metric === 'growth' || fields.metric === 'points';
  const choose = (metric: WrittenBoard['metric']) =>
    set({
      metric,
      ...(metric === 'growth' && { period: 'ever' as const }),
      ...((metric === 'growth' || metric === 'points') && { groupId: null }),
    });
  return (
    <Modal
      open
      title={t(board ? 'levels.board.edit' : 'levels.board.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('levels.save')}
      cancelText={t('levels.cancel')}
      okButtonProps={{ disabled: !fields.name.trim(), loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <Field label={t('levels.board.name')}>
          {(control) => (
            <Input
              {...control}
              maxLength={60}
              value={fields.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('levels.board.nameEn')}>
          {(control) => (
            <Input
              {...control}
              maxLength={60}
              value={fields.nameEn}
              onChange={(event) => set({ nameEn: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('levels.board.metric')}>
          {(control) => (
            <Select
              {...control}
              value={fields.metric}
              options={BOARD_METRICS.map((value) => ({
                value,
                label: t(`levels.board.metrics.${value.replace(':', '_')}`),
              }))}
              onChange={choose}
            />
          )}
        </Field>
        <Field label={t('levels.board.period')}>
          {(control) => (
            <Select
              {...control}
              value={fields.period}
              disabled={fields.metric === 'growth'}
              options={BOARD_PERIODS.map((value) => ({ value, label: t(`levels.board.periods.${value}`) }))}
              onChange={(period) => set({ period })}
            />
          )}
        </Field>
        <Field label={t('levels.board.group')}>
          {(control) => (
            <Select
              {...control}
              allowClear
              disabled={ofNoGroup}
              placeholder={t('levels.board.everywhere')}
              value={fields.groupId}
              options={(groups ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(groupId: string | null | undefined) => set({ groupId: groupId ?? null })}
            />
          )}
        </Field>
        <Field label={t('levels.board.teams')} hint={t('levels.board.teamsHint')}>
          {(control) => (
            <Select
              {...control}
              mode="tags"
              value={fields.teams}
              options={[]}
              onChange={(teams: string[]) => set({ teams })}
            />
          )}
        </Field>
        <label className="q-level-switch">
          <Switch size="small" checked={fields.withTeam} onChange={(withTeam) => set({ withTeam })} />
          {t('levels.board.withTeam')}
        </label>
        <label className="q-level-switch">
          <Switch size="small" checked={fields.shown} onChange={(shown) => set({ shown })} />
          {t('levels.board.shown')}
        </label>
      </div>
    </Modal>
  );
}
