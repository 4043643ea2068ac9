import { useState } from 'react';
import type { MyPoints } from '../../../../../src/modules/points/contract.ts';
import { requestKey } from '../../../../ui/request-key.ts';
import { useAsk, useChange } from '../../api/use-ask.ts';
import { Button, Card, Note, Row, Rows, TextField } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Failure } from '../../ui/states.tsx';
import { usePointWords } from './use-point-words.ts';

type Somebody = { id: string; name: string };

/** Points of one's own for somebody else. */
export function GivePage() {
  const { t } = usePointWords();
  const mine = useAsk<MyPoints>('/points');
  const [to, setTo] = useState<Somebody>();
  return (
    <Page title={t('points.give')} back="/points">
      <Answer of={mine}>
        {(points) =>
          !points.gifts ? (
            <Note>{t('points.noGifts')}</Note>
          ) : to ? (
            <Amount points={points} gifts={points.gifts} to={to} onBack={() => setTo(undefined)} />
          ) : (
            <People onChoose={setTo} />
          )
        }
      </Answer>
    </Page>
  );
}

function People({ onChoose }: { onChoose: (one: Somebody) => void }) {
  const { t } = usePointWords();
  const [q, setQ] = useState('');
  const asked = q.trim();
  const found = useAsk<{ people: Somebody[] }>(`/points/people?q=${encodeURIComponent(asked)}`, {
    enabled: asked !== '',
  });
  return (
    <>
      <TextField
        label={t('points.toWhom')}
        hint={t('points.toWhomMore')}
        type="search"
        autoComplete="off"
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {asked === '' ? null : (
        <Answer of={found}>
          {({ people }) =>
            people.length === 0 ? (
              <Note>{t('points.nobody')}</Note>
            ) : (
              <Card>
                <Rows label={t('points.toWhom')}>
                  {people.map((one) => (
                    <Row key={one.id} icon="person" title={one.name} onClick={() => onChoose(one)} />
                  ))}
                </Rows>
              </Card>
            )
          }
        </Answer>
      )}
    </>
  );
}

function Amount(props: { points: MyPoints; gifts: NonNullable<MyPoints['gifts']>; to: Somebody; onBack: () => void }) {
  const { points, gifts, to, onBack } = props;
  const { t, own, format } = usePointWords();
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  const [key, setKey] = useState(requestKey);
  const [given, setGiven] = useState<number>();
  const give = useChange<object>({
    path: '/points/gifts',
    renews: ['/points'],
    onDone: () => {
      setGiven(Number(amount));
      setKey(requestKey());
      setAmount('');
    },
  });
  const most = Math.min(gifts.once, points.balance);
  const fits = /^\d+$/.test(amount) && Number(amount) >= 1 && Number(amount) <= most;
  return (
    <form
      className="m-form"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate({ key, to: to.id, amount: Number(amount), note });
      }}
    >
      {given === undefined ? null : (
        <Note tone="good">{t('points.given', { amount: format.exact(given), name: to.name })}</Note>
      )}
      <Card>
        <Rows>
          <Row icon="person" title={to.name} detail={t('points.other')} onClick={onBack} />
        </Rows>
      </Card>
      <TextField
        label={own(points.name.zh, points.name.en)}
        hint={t('points.mayGive', { most: format.exact(most), today: format.exact(gifts.today) })}
        fault={amount !== '' && !fits ? t('points.wrongAmount', { most: format.exact(most) }) : undefined}
        inputMode="numeric"
        pattern="[0-9]*"
        required
        value={amount}
        onChange={(event) => setAmount(event.target.value.trim())}
      />
      <TextField
        label={t('points.note')}
        maxLength={100}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Failure error={give.error} />
      <Button kind="primary" wide type="submit" disabled={!fits} busy={give.isPending}>
        {t('points.giveNow')}
      </Button>
    </form>
  );
}
