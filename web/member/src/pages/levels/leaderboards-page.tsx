import type { BoardsReply } from '../../../../../src/modules/levels/leaderboards.contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { Card, Row, Rows } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { useLevelWords } from './use-level-words.ts';

/** The leaderboards that there are. */
export function LeaderboardsPage() {
  const { t, own } = useLevelWords();
  const boards = useAsk<BoardsReply>('/leaderboards');
  return (
    <Page title={t('levels.boards')} back="/benefits">
      <Answer of={boards}>
        {({ boards: found }) =>
          found.length === 0 ? (
            <Empty icon="trophy" title={t('levels.noBoards')} />
          ) : (
            <Card>
              <Rows>
                {found.map(({ id, name, nameEn, period }) => (
                  <Row
                    key={id}
                    to={`/leaderboards/${id}`}
                    icon="trophy"
                    title={own(name, nameEn)}
                    detail={t(`levels.boardPeriods.${period}`)}
                  />
                ))}
              </Rows>
            </Card>
          )
        }
      </Answer>
    </Page>
  );
}
