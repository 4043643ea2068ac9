import { useState } from 'react';
import type { CheckInPage as Shown } from '../../../../../src/modules/points/contract.ts';
import { useAsk, useChange } from '../../api/use-ask.ts';
import { Icon } from '../../ui/icon.tsx';
import { Button, Card, Figure, Note } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Answer, Failure } from '../../ui/states.tsx';
import { isWithin, monthFrom, weeksOf } from './check-in-calendar.ts';
import './points.css';
import { usePointWords } from './use-point-words.ts';

/** The month's days, the streak, and the button for today. */
export function CheckInPage() {
  const { t } = usePointWords();
  const page = useAsk<Shown>('/check-in');
  const [asked, setAsked] = useState<string>();
  return (
    <Page title={t('checkIn.title')} back="/" action={page.data ? <CheckInButton page={page.data} /> : undefined}>
      <Answer of={page} rows={8}>
        {(shown) => (
          <>
            <Streak page={shown} />
            <Calendar page={shown} onMakeUp={setAsked} />
            {asked ? <MakeUp page={shown} day={asked} onClose={() => setAsked(undefined)} /> : null}
          </>
        )}
      </Answer>
    </Page>
  );
}

/** Checks in for today; says so once it is done. */
export function CheckInButton({ page }: { page: Shown }) {
  const { t, format } = usePointWords();
  // The points come a moment after the day is noted.
  const checkIn = useChange({ path: '/check-in', renews: ['/check-in', '/points'] });
  const done = page.days.some(({ day }) => day === page.today);
  return (
    <>
      <Failure error={checkIn.error} />
      {done ? (
        <Note tone="good">{t('checkIn.done')}</Note>
      ) : (
        <Button kind="primary" wide busy={checkIn.isPending} onClick={() => checkIn.mutate()}>
          <Icon name="check" />
          {page.earns.points > 0 ? t('checkIn.nowFor', { points: format.exact(page.earns.points) }) : t('checkIn.now')}
        </Button>
      )}
    </>
  );
}

function Streak({ page: { streak, earns, cards } }: { page: Shown }) {
  const { t, format } = usePointWords();
  const next = earns.streaks.find(({ days }) => days > streak);
  return (
    <Card>
      <div className="m-figures">
        <Figure label={t('checkIn.streak')} value={t('checkIn.days', { count: streak })} />
        <Figure
          label={t('checkIn.cards')}
          value={format.exact(cards.left)}
          sub={t('checkIn.cardsOf', { count: cards.perMonth })}
        />
      </div>
      {next ? (
        <p className="m-soft">
          {t('checkIn.next', { count: next.days - streak, days: next.days, points: format.exact(next.points) })}
        </p>
      ) : null}
    </Card>
  );
}

function Calendar({ page, onMakeUp }: { page: Shown; onMakeUp: (day: string) => void }) {
  const { t, format } = usePointWords();
  const [month, setMonth] = useState(page.today.slice(0, 7));
  const days = new Map(page.days.map((one) => [one.day, one]));
  const name = new Intl.DateTimeFormat(format.language, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const weekdays = [5, 6, 7, 8, 9, 10, 11].map((day) => Date.UTC(2026, 0, day));
  const short = new Intl.DateTimeFormat(format.language, { weekday: 'narrow', timeZone: 'UTC' });
  const mayMakeUp = (day: string) =>
    page.cards.left > 0 && !days.has(day) && isWithin(day, page.today, page.cards.days);
  return (
    <Card>
      <div className="m-month">
        <button
          type="button"
          className="m-head-back"
          aria-label={t('checkIn.before')}
          onClick={() => setMonth(monthFrom(month, -1))}
        >
          <Icon name="back" />
        </button>
        <strong aria-live="polite">{name.format(Date.parse(`${month}-01`))}</strong>
        <button
          type="button"
          className="m-head-back"
          aria-label={t('checkIn.after')}
          disabled={month >= page.today.slice(0, 7)}
          onClick={() => setMonth(monthFrom(month, 1))}
        >
          <Icon name="next" />
        </button>
      </div>
      <table className="m-calendar">
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col">
                {short.format(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week, at) => (
            <tr key={at}>
              {week.map((square, place) =>
                square === undefined ? (
                  <td key={place} />
                ) : (
                  <td key={square.day}>
                    <DaySquare
                      of={square.of}
                      state={
                        days.has(square.day)
                          ? days.get(square.day)!.madeUp
                            ? 'madeUp'
                            : 'in'
                          : square.day === page.today
                            ? 'today'
                            : undefined
                      }
                      onMakeUp={mayMakeUp(square.day) ? () => onMakeUp(square.day) : undefined}
                    />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {page.cards.left > 0 ? (
        <p className="m-soft m-small">{t('checkIn.howToMakeUp', { count: page.cards.days })}</p>
      ) : null}
    </Card>
  );
}

function DaySquare({ of, state, onMakeUp }: { of: number; state?: 'in' | 'madeUp' | 'today'; onMakeUp?: () => void }) {
  const { t } = usePointWords();
  if (onMakeUp)
    return (
      <button
        type="button"
        className="m-day m-day-open"
        aria-label={t('checkIn.makeUpDay', { day: of })}
        onClick={onMakeUp}
      >
        {of}
      </button>
    );
  return (
    <span
      className={`m-day${state ? ` m-day-${state}` : ''}`}
      aria-label={state ? `${of} ${t(`checkIn.states.${state}`)}` : undefined}
      role={state ? 'img' : undefined}
    >
      {state === 'in' || state === 'madeUp' ? <Icon name="check" size={18} /> : of}
    </span>
  );
}

function MakeUp({ page, day, onClose }: { page: Shown; day: string; onClose: () => void }) {
  const { t, format } = usePointWords();
  const makeUp = useChange<object>({ path: '/check-in/make-up', renews: ['/check-in', '/points'], onDone: onClose });
  const { cost, left } = page.cards;
  return (
    <Sheet title={t('checkIn.makeUp', { day: format.day(day) })} onClose={onClose}>
      <p className="m-soft">
        {cost > 0 ? t('checkIn.makeUpFor', { points: format.exact(cost), left }) : t('checkIn.makeUpFree', { left })}
      </p>
      <Failure error={makeUp.error} />
      <Button kind="primary" wide busy={makeUp.isPending} onClick={() => makeUp.mutate({ day })}>
        {t('checkIn.makeUpNow')}
      </Button>
    </Sheet>
  );
}
