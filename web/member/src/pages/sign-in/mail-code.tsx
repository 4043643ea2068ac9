import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStartOver } from '../../api/me.ts';
import { useChange } from '../../api/use-ask.ts';
import { Button, Card, TextField } from '../../ui/parts.tsx';
import { describeFailure, Failure } from '../../ui/states.tsx';

/** Signing in with six digits that are mailed to an address the community knows. */
export function MailCode({ code, onBack }: { code: string; onBack: () => void }) {
  const { t, i18n } = useTranslation();
  const startOver = useStartOver();
  const [email, setEmail] = useState('');
  const [digits, setDigits] = useState('');
  const begin = useChange<{ email: string; language: string }, { endsAt: string }>({
    path: `/communities/${code}/sign-in/mail`,
    onDone: () => {
      setDigits('');
      take.reset();
    },
  });
  const take = useChange<{ code: string }>({ path: '/sign-in/mail-code', onDone: () => void startOver() });
  const over = take.error?.code === 'sign_in_over';
  const sent = begin.data && !over;
  const send = () => begin.mutate({ email: email.trim(), language: i18n.language });
  return (
    <Card title={t('signIn.mail.title')}>
      {sent ? (
        <form
          className="m-form"
          onSubmit={(event) => {
            event.preventDefault();
            take.mutate({ code: digits });
          }}
        >
          <p className="m-soft">{t('signIn.mail.sent', { email: email.trim() })}</p>
          <TextField
            label={t('signIn.mail.digits')}
            value={digits}
            onChange={(event) => setDigits(event.target.value.replaceAll(/\D/g, '').slice(0, 6))}
            inputMode="numeric"
            autoComplete="one-time-code"
            fault={take.error ? describeFailure(take.error, t) : undefined}
          />
          <Button kind="primary" wide type="submit" busy={take.isPending} disabled={digits.length !== 6}>
            {t('signIn.enter')}
          </Button>
          <Button kind="quiet" busy={begin.isPending} onClick={send}>
            {t('signIn.mail.again')}
          </Button>
          <Failure error={begin.error} />
        </form>
      ) : (
        <form
          className="m-form"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          {over ? <Failure error={take.error} /> : null}
          <TextField
            label={t('signIn.mail.address')}
            hint={t('signIn.mail.hint')}
            type="email"
            autoComplete="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Failure error={begin.error} />
          <Button kind="primary" wide type="submit" busy={begin.isPending} disabled={!email.includes('@')}>
            {t('signIn.mail.send')}
          </Button>
        </form>
      )}
      <Button kind="quiet" onClick={onBack}>
        {t('signIn.otherWays')}
      </Button>
    </Card>
  );
}
