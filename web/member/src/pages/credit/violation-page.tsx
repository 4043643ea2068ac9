import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnCredit, OwnViolation } from '../../../../../src/modules/credit/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useAsk, useChange } from '../../api/use-ask.ts';
import { useParam } from '../../router/router.tsx';
import { Page } from '../../ui/page.tsx';
import { Button, Card, Note, Pill } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Answer, Empty, Failure } from '../../ui/states.tsx';
import './credit.css';

/** One violation of mine: what, when, the evidence, what it brought, and my appeal. */
export function ViolationPage() {
  const { t } = useTranslation();
  const id = useParam('violationId');
  const credit = useAsk<OwnCredit>('/credit');
  const one = credit.data?.violations.find((found) => found.id === id);
  const [appealing, setAppealing] = useState(false);
  return (
    <Page
      title={t('credit.violation')}
      back="/credit"
      action={
        one?.mayAppeal ? (
          <Button wide kind="primary" onClick={() => setAppealing(true)}>
            {t('credit.appeal')}
          </Button>
        ) : null
      }
    >
      <Answer of={credit}>
        {({ licence }) =>
          one ? <Violation one={one} zone={licence.zone} /> : <Empty icon="shield" title={t('credit.unknown')} />
        }
      </Answer>
      {appealing && one ? <AppealSheet violationId={one.id} onClose={() => setAppealing(false)} /> : null}
    </Page>
  );
}

function Violation({ one, zone }: { one: OwnViolation; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { evidence, appeal, voided } = one;
  return (
    <>
      <Card title={one.rule.title} aside={<Pill tone={voided ? 'plain' : 'warn'}>−{one.cost}</Pill>}>
        <dl className="m-credit-facts">
          <dt>{t('credit.when')}</dt>
          <dd>
            {format.instant(one.happenedAt, zone)}
            {evidence.group ? ` · ${evidence.group}` : ''}
          </dd>
          {one.note ? (
            <>
              <dt>{t('credit.note')}</dt>
              <dd>{one.note}</dd>
            </>
          ) : null}
          {evidence.text ? (
            <>
              <dt>{t('credit.evidence')}</dt>
              <dd>
                <blockquote>{evidence.text}</blockquote>
              </dd>
            </>
          ) : null}
          <dt>{t('credit.counts')}</dt>
          <dd>
            {voided
              ? t('credit.countsNot')
              : one.returnsOn
                ? t('credit.countsUntil', { count: one.left, day: format.day(one.returnsOn) })
                : t('credit.givenBack')}
          </dd>
        </dl>
      </Card>
      {one.sanctions.length > 0 ? (
        <Card title={t('credit.sanctions')}>
          <ul className="m-credit-back">
            {one.sanctions.map((sanction) => (
              <li key={sanction.id}>
                {t(`credit.kinds.${sanction.kind}`)}
                {sanction.until ? ` · ${t('credit.until', { when: format.instant(sanction.until, zone) })}` : ''}
                {sanction.liftedAt ? ` · ${t('credit.lifted', { when: format.instant(sanction.liftedAt, zone) })}` : ''}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {voided ? <Note tone="good">{t('credit.voidedWhy', { reason: voided.reason })}</Note> : null}
      {appeal ? (
        <Card title={t('credit.myAppeal')} aside={<Pill>{t(`credit.appeals.${appeal.outcome ?? 'open'}`)}</Pill>}>
          <p>{appeal.text}</p>
          <p className="m-soft m-small">
            {appeal.outcome
              ? t('credit.reasons', { reasons: appeal.reasons })
              : t('credit.decideBy', { when: format.instant(appeal.decideBy, zone) })}
          </p>
        </Card>
      ) : one.mayAppeal ? (
        <Note>{t('credit.mayAppeal', { day: format.day(one.appealUntil) })}</Note>
      ) : null}
    </>
  );
}

const LONGEST = 2000;

function AppealSheet({ violationId, onClose }: { violationId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const field = useId();
  const [text, setText] = useState('');
  const file = useChange<{ text: string }>({
    path: `/violations/${violationId}/appeal`,
    renews: ['/credit'],
    onDone: onClose,
  });
  return (
    <Sheet title={t('credit.appeal')} onClose={onClose}>
      <p className="m-soft">{t('credit.appealMore')}</p>
      <div className="m-field">
        <label htmlFor={field}>{t('credit.appealText')}</label>
        <textarea
          id={field}
          rows={5}
          maxLength={LONGEST}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <Failure error={file.error} />
      <Button
        kind="primary"
        wide
        busy={file.isPending}
        disabled={text.trim() === ''}
        onClick={() => file.mutate({ text: text.trim() })}
      >
        {t('credit.appealSend')}
      </Button>
    </Sheet>
  );
}
