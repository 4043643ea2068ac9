import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm, Select } from 'antd';
import { useEffect, useState } from 'react';
import { type Board, type PlacesReply, placesReply } from '../../../../../src/modules/levels/leaderboards.contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { boardsQuery, boardStream, deleteBoard, placesQuery } from '../../api/levels.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { BoardDialog } from './board-dialog.tsx';
import { LevelsFrame } from './levels-frame.tsx';
import { useLevelChange, useOwnWords } from './use-level-change.ts';

/** The leaderboards, and the places of one of them, live. */
export function LeaderboardsPage() {
  const { t, own } = useOwnWords();
  const community = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const { board: chosen, back = 0 } = useSearch({ from: '/app/c/$community/levels/leaderboards' });
  const navigate = useNavigate({ from: '/c/$community/levels/leaderboards' });
  const asked = useQuery(boardsQuery(community.id));
  const { data } = asked;
  const [edited, setEdited] = useState<Board | 'new'>();
  usePageTitle(t('levels.tabs.boards'), community.name);
  const boards = data?.boards ?? [];
  const board = boards.find(({ id }) => id === chosen) ?? boards[0];
  const show = (change: { board?: string | undefined; back?: number | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const add = mayManage ? (
    <Button type={board ? 'default' : 'primary'} onClick={() => setEdited('new')}>
      {t('levels.board.new')}
    </Button>
  ) : null;
  return (
    <LevelsFrame answer={t('levels.board.lead')} action={board ? add : null}>
      <section className="q-panel">
        <Loaded of={asked} rows={8}>
          {() =>
            board ? (
              <>
                <div className="q-level-filters">
                  <Select
                    aria-label={t('levels.board.which')}
                    value={board.id}
                    popupMatchSelectWidth={false}
                    options={boards.map(({ id, name, nameEn }) => ({ value: id, label: own(name, nameEn) }))}
                    onChange={(id) => show({ board: id, back: undefined })}
                  />
                  {board.period === 'ever' ? null : (
                    <Select
                      aria-label={t('levels.board.period')}
                      value={back}
                      options={[0, 1, 2, 3].map((value) => ({
                        value,
                        label: t('levels.board.back', { count: value, context: String(value) }),
                      }))}
                      onChange={(value) => show({ back: value || undefined })}
                    />
                  )}
                  {mayManage ? <BoardActs board={board} onEdit={() => setEdited(board)} /> : null}
                </div>
                <Places key={`${board.id} ${back}`} board={board} back={back} />
              </>
            ) : (
              <EmptyState title={t('levels.board.none')} action={add}>
                {t('levels.board.noneDetail')}
              </EmptyState>
            )
          }
        </Loaded>
      </section>
      {edited ? (
        <BoardDialog board={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      ) : null}
    </LevelsFrame>
  );
}

function BoardActs({ board, onEdit }: { board: Board; onEdit: () => void }) {
  const { t } = useOwnWords();
  const remove = useLevelChange((communityId, id: string) => deleteBoard(communityId, id));
  return (
    <>
      <Button onClick={onEdit}>{t('levels.change')}</Button>
      <Popconfirm
        title={t('levels.board.deleteSure', { name: board.name })}
        okText={t('levels.delete')}
        cancelText={t('levels.cancel')}
        onConfirm={() => remove.mutate(board.id)}
      >
        <Button danger>{t('levels.delete')}</Button>
      </Popconfirm>
      <ErrorNotice error={remove.error} />
    </>
  );
}

/** Puts what the server tells in the place of what was asked for, as long as the page is open. */
function useLivePlaces(boardId: string, live: boolean): void {
  const { id: communityId } = useCommunity();
  const client = useQueryClient();
  useEffect(() => {
    if (!live) return;
    const source = new EventSource(boardStream(communityId, boardId));
    source.addEventListener('places', (event) => {
      const { queryKey } = placesQuery(communityId, boardId);
      client.setQueryData(queryKey, placesReply.parse(JSON.parse((event as MessageEvent<string>).data)));
    });
    return () => source.close();
  }, [communityId, boardId, live, client]);
}

function Places({ board, back }: { board: Board; back: number }) {
  const community = useCommunity();
  const asked = useQuery(placesQuery(community.id, board.id, back > 0 ? { back } : {}));
  useLivePlaces(board.id, back === 0);
  return (
    <Loaded of={asked} rows={8}>
      {(reply) => <PlaceTable reply={reply} />}
    </Loaded>
  );
}

function PlaceTable({ reply }: { reply: PlacesReply }) {
  const { t, format } = useOwnWords();
  const community = useCommunity();
  const { board, rows, teams } = reply;
  if (rows.length === 0) return <p className="q-soft">{t('levels.board.nobody')}</p>;
  return (
    <>
      <p className="q-faint q-small">
        {t(`levels.board.metrics.${board.metric.replace(':', '_')}`)} ·{' '}
        {reply.from
          ? t('levels.board.span', { from: format.day(reply.from), to: format.day(reply.to) })
          : t('levels.board.ever')}{' '}
        · {t('levels.board.counts', { places: format.exact(reply.places), hidden: reply.hidden })}
      </p>
      <div className="q-table-scroll">
        <table className="q-table q-table-start">
          <thead>
            <tr>
              <th className="q-number">{t('levels.board.rank')}</th>
              <th>{t(teams.length > 0 ? 'levels.board.team' : 'levels.holders.member')}</th>
              <th className="q-number">{t(teams.length > 0 ? 'levels.board.perHead' : 'levels.board.score')}</th>
            </tr>
          </thead>
          <tbody>
            {teams.length > 0
              ? teams.map(({ rank, team, score, members }) => (
                  <tr key={team}>
                    <td className="q-number">{rank}</td>
                    <th scope="row">
                      {team} <span className="q-faint q-small">{t('levels.board.members', { count: members })}</span>
                    </th>
                    <td className="q-number">{format.decimal(score)}</td>
                  </tr>
                ))
              : rows.map(({ rank, memberId, name, score }) => (
                  <tr key={memberId}>
                    <td className="q-number">{format.exact(rank)}</td>
                    <th scope="row">
                      <Link to="/c/$community/members/$member" params={{ community: community.key, member: memberId }}>
                        {name}
                      </Link>
                    </th>
                    <td className="q-number">{format.exact(score)}</td>
                  </tr>
                ))}
          </tbody>
        </table>
      </div>
      <p className="q-faint q-small">{t('levels.board.fair')}</p>
    </>
  );
}
