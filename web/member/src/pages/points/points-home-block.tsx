import type { CheckInPage, MyPoints } from '../../../../../src/modules/points/contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { ButtonLink, Card, Figure } from '../../ui/parts.tsx';
import { Answer } from '../../ui/states.tsx';
import { CheckInButton } from './check-in-page.tsx';
import { usePointWords } from './use-point-words.ts';

/** What a member has and their streak, with today's button. */
export function PointsHomeBlock() {
  const { t, own, format } = usePointWords();
  const points = useAsk<MyPoints>('/points');
  const page = useAsk<CheckInPage>('/check-in');
  return (
    <Card>
      <div className="m-figures">
        <Answer of={points} rows={1}>
          {({ name, balance }) => <Figure label={own(name.zh, name.en)} value={format.exact(balance)} />}
        </Answer>
        <Answer of={page} rows={1}>
          {({ streak }) => <Figure label={t('checkIn.streak')} value={t('checkIn.days', { count: streak })} />}
        </Answer>
      </div>
      {page.data ? <CheckInButton page={page.data} /> : null}
      <ButtonLink kind="quiet" wide to="/check-in">
        {t('checkIn.toCalendar')}
      </ButtonLink>
    </Card>
  );
}
