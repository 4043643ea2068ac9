import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupCode as Code } from '../../../../../src/modules/member-access/contract.ts';
import { useStartOver } from '../../api/me.ts';
import { useChange } from '../../api/use-ask.ts';
import { Button, Card, Note } from '../../ui/parts.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { PostCode } from './post-code.tsx';

const LOOK_MS = 2_000;

/** Signing in by posting a code in a group: this page waits until it was seen there. */
export function GroupCode({ code, onBack }: { code: string; onBack: () => void }) {
  const { t } = useTranslation();
  const startOver = useStartOver();
  const begin = useChange<void, Code>({ path: `/communities/${code}/sign-in/group-code` });
  const finish = useChange<void, { state: 'waiting' | 'done' }>({
    path: '/sign-in/finish',
    onDone: ({ state }) => void (state === 'done' && startOver()),
  });
  const { mutate } = begin;
  useEffect(() => mutate(), [mutate]);
  const begun = begin.data;
  const over = finish.error?.code === 'sign_in_over';
  useEffect(() => {
    if (!begun || over) return;
    const timer = setInterval(() => finish.mutate(), LOOK_MS);
    return () => clearInterval(timer);
  }, [begun, over, finish.mutate]);
  const again = () => {
    finish.reset();
    mutate();
  };
  return (
    <Card title={t('signIn.group_code.title')}>
      <div className="m-form">
        <p className="m-soft">{t('signIn.group_code.how')}</p>
        {over ? (
          <>
            <Note tone="warn">{t('problem.sign_in_over')}</Note>
            <Button kind="primary" wide onClick={again}>
              {t('signIn.newCode')}
            </Button>
          </>
        ) : begun ? (
          <>
            <PostCode code={begun.code} endsAt={begun.endsAt} onOver={() => finish.mutate()} />
            <p role="status">{t('signIn.group_code.waiting')}</p>
            <p className="m-soft m-small">{t('signIn.group_code.warning')}</p>
          </>
        ) : begin.error ? (
          <Failure error={begin.error} onRetry={() => mutate()} />
        ) : (
          <Skeleton />
        )}
        <Button kind="quiet" onClick={onBack}>
          {t('signIn.otherWays')}
        </Button>
      </div>
    </Card>
  );
}
