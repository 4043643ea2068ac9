import { useInfiniteQuery } from '@tanstack/react-query';
import type { MyPoints, MyRecord } from '../../../../../src/modules/points/contract.ts';
import { type ApiError, ask } from '../../api/client.ts';
import { useAsk } from '../../api/use-ask.ts';
import { Button, ButtonLink, Card, Figure, Pill, Row, Rows } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import './points.css';
import { usePointWords } from './use-point-words.ts';

/** What a member has, when it expires, and everything that changed it. */
export function PointsPage() {
  const { own, t } = usePointWords();
  const mine = useAsk<MyPoints>('/points');
  return (
    <Page
      title={mine.data ? t('points.mine', { name: own(mine.data.name.zh, mine.data.name.en) }) : t('points.part')}
      back="/me"
      action={
        mine.data?.gifts ? (
          <ButtonLink kind="primary" wide to="/points/give">
            {t('points.give')}
          </ButtonLink>
        ) : undefined
      }
    >
      <Answer of={mine}>
        {(points) => (
          <>
            <Balance points={points} />
            <Record zone={points.zone} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Balance({ points: { name, balance, expiring } }: { points: MyPoints }) {
  const { own, t, format } = usePointWords();
  const dated = expiring.filter(({ lastDay }) => lastDay !== null).slice(0, 3);
  return (
    <Card>
      <Figure label={own(name.zh, name.en)} value={format.exact(balance)} />
      {dated.length > 0 ? (
        <ul className="m-points-expiring">
          {dated.map(({ expiresAt, lastDay, amount }) => (
            <li key={expiresAt}>{t('points.expires', { amount: format.exact(amount), when: format.day(lastDay) })}</li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function Record({ zone }: { zone: string }) {
  const { t, title, change, format } = usePointWords();
  const pages = useInfiniteQuery<MyRecord, ApiError, MyRecord['lines'], string[], string | null>({
    queryKey: ['points', 'record'],
    queryFn: ({ pageParam, signal }) =>
      ask<MyRecord>(`/points/record${pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : ''}`, { signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages.flatMap(({ lines }) => lines),
  });
  return (
    <Answer of={pages} rows={6}>
      {(lines) =>
        lines.length === 0 ? (
          <Empty icon="coins" title={t('points.none')}>
            <p>{t('points.noneMore')}</p>
          </Empty>
        ) : (
          <>
            <Card title={t('points.record')}>
              <Rows>
                {lines.map((line) => (
                  <Row
                    key={line.id}
                    title={
                      <>
                        {title(line)} {line.reversed ? <Pill>{t('points.reversed')}</Pill> : null}
                      </>
                    }
                    detail={[line.other, line.note, format.instant(line.at, zone)].filter(Boolean).join(' · ')}
                    value={<span className={line.change > 0 ? 'm-points-more' : undefined}>{change(line.change)}</span>}
                  />
                ))}
              </Rows>
            </Card>
            {pages.hasNextPage ? (
              <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('points.more')}
              </Button>
            ) : null}
          </>
        )
      }
    </Answer>
  );
}
