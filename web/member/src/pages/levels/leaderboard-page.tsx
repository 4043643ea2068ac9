import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { MemberPlacesReply } from '../../../../../src/modules/levels/leaderboards.contract.ts';
import { keyOf, useAsk, useChange } from '../../api/use-ask.ts';
import { useParam } from '../../router/router.tsx';
import { Button, Card, Figure, Note, Tabs } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty, Failure } from '../../ui/states.tsx';
import './levels.css';
import { useLevelWords } from './use-level-words.ts';

/** Puts what the server tells of a board in the place of what was asked for, as long as the page is open. */
function useLive(boardId: string, path: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource(`/api/m/v1/leaderboards/${boardId}/stream`);
    source.addEventListener('places', (event) =>
      client.setQueryData(keyOf(path), JSON.parse((event as MessageEvent<string>).data)),
    );
    return () => source.close();
  }, [boardId, path, client]);
}

/** One leaderboard: my place, the places of all, live; the period before for comparison. */
export function LeaderboardPage() {
  const { t, own } = useLevelWords();
  const boardId = useParam('boardId');
  const [back, setBack] = useState<'now' | 'before'>('now');
  const present = `/leaderboards/${boardId}`;
  const places = useAsk<MemberPlacesReply>(back === 'now' ? present : `${present}?back=1`);
  useLive(boardId, present);
  return (
    <Page
      title={places.data ? own(places.data.board.name, places.data.board.nameEn) : t('levels.boards')}
      back="/leaderboards"
    >
      <Answer of={places} rows={8}>
        {(reply) => (
          <>
            {reply.board.period === 'ever' ? null : (
              <Tabs
                label={t('levels.period')}
                value={back}
                options={[
                  { value: 'now', label: t(`levels.thisPeriod.${reply.board.period}`) },
                  { value: 'before', label: t(`levels.lastPeriod.${reply.board.period}`) },
                ]}
                onChange={setBack}
              />
            )}
            <Mine reply={reply} />
            <Places reply={reply} />
            <OptOut optedOut={reply.optedOut} renews="/leaderboards" />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Mine({ reply: { mine, ahead, places, optedOut } }: { reply: MemberPlacesReply }) {
  const { t, format } = useLevelWords();
  if (optedOut) return <Note>{t('levels.hiddenNow')}</Note>;
  if (!mine) return <Note>{t('levels.noPlace')}</Note>;
  return (
    <Card tone="accent">
      <div className="m-figures">
        <Figure
          label={t('levels.myPlace')}
          value={format.exact(mine.rank)}
          sub={t('levels.among', { count: format.exact(places) })}
        />
        <Figure label={t('levels.score')} value={format.exact(mine.score)} />
      </div>
      {ahead !== null && ahead > 0 ? (
        <p className="m-soft">{t('levels.ahead', { count: format.exact(ahead) })}</p>
      ) : null}
    </Card>
  );
}

function Places({ reply: { rows, teams, board, asOf } }: { reply: MemberPlacesReply }) {
  const { t, format } = useLevelWords();
  const lines =
    board.teams.length > 0
      ? teams.map(({ rank, team, score }) => ({ key: team, rank, name: team, score, me: false }))
      : rows.map((row, at) => ({ key: `${at}`, ...row }));
  if (lines.length === 0) return <Empty icon="trophy" title={t('levels.nobodyYet')} />;
  return (
    <Card title={t('levels.places')} aside={<span className="m-soft m-small">{t('levels.asOf', { day: asOf })}</span>}>
      <ol className="m-places">
        {lines.map(({ key, rank, name, score, me }) => (
          <li key={key} className={me ? 'm-place-me' : undefined} aria-current={me || undefined}>
            <span className="m-place-rank">{format.exact(rank)}</span>
            <span className="m-place-name">{me ? t('levels.me', { name }) : name}</span>
            <strong>{format.exact(score)}</strong>
          </li>
        ))}
      </ol>
      <p className="m-soft m-small">{t(board.teams.length > 0 ? 'levels.teamsHow' : 'levels.fair')}</p>
    </Card>
  );
}

function OptOut({ optedOut, renews }: { optedOut: boolean; renews: string }) {
  const { t } = useLevelWords();
  const change = useChange<{ optedOut: boolean }>({ method: 'PUT', path: '/leaderboards/opt-out', renews: [renews] });
  return (
    <>
      <Button kind="quiet" wide busy={change.isPending} onClick={() => change.mutate({ optedOut: !optedOut })}>
        {t(optedOut ? 'levels.beSeen' : 'levels.beHidden')}
      </Button>
      <Failure error={change.error} />
    </>
  );
}
