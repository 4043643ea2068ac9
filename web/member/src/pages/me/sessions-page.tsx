import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberSession } from '../../../../../src/modules/member-access/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useStartOver } from '../../api/me.ts';
import { useAsk, useChange } from '../../api/use-ask.ts';
import { useNavigate } from '../../router/router.tsx';
import { deviceName } from '../../../../ui/device.ts';
import { Button, Card, Pill, Row, Rows } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Answer, Failure } from '../../ui/states.tsx';

/** Where the member is signed in; each can be signed out, and all at once. */
export function SessionsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const sessions = useAsk<{ sessions: MemberSession[] }>('/sessions');
  const [asked, setAsked] = useState<MemberSession | 'all'>();
  const name = (one: MemberSession) => deviceName(one.device) || t('me.someDevice');
  return (
    <Page
      title={t('me.sessions')}
      back="/me"
      action={
        <Button kind="danger" wide onClick={() => setAsked('all')}>
          {t('me.signOutEverywhere')}
        </Button>
      }
    >
      <Answer of={sessions}>
        {(data) => (
          <Card>
            <Rows>
              {data.sessions.map((one) => (
                <Row
                  key={one.id}
                  icon="phone"
                  title={name(one)}
                  detail={`${t(`me.ways.${one.way}`)} · ${t('me.used', { when: format.relative(one.seenAt) })}`}
                  value={one.current ? <Pill tone="good">{t('me.thisOne')}</Pill> : undefined}
                  onClick={() => setAsked(one)}
                />
              ))}
            </Rows>
          </Card>
        )}
      </Answer>
      {asked ? (
        <EndSheet which={asked} name={asked === 'all' ? '' : name(asked)} onClose={() => setAsked(undefined)} />
      ) : null}
    </Page>
  );
}

function EndSheet({ which, name, onClose }: { which: MemberSession | 'all'; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const startOver = useStartOver();
  const navigate = useNavigate();
  const leaves = which === 'all' || which.current;
  const end = useChange({
    method: 'DELETE',
    path: which === 'all' ? '/sessions' : `/sessions/${which.id}`,
    renews: leaves ? [] : ['/sessions'],
    onDone: () => {
      if (!leaves) return onClose();
      navigate('/', { replace: true });
      void startOver();
    },
  });
  const title = which === 'all' ? t('me.signOutEverywhere') : t('me.signOutOf', { name });
  return (
    <Sheet title={title} onClose={onClose}>
      <p className="m-soft">{which === 'all' ? t('me.signOutEverywhereMore') : t('me.signOutMore')}</p>
      <Failure error={end.error} />
      <Button kind="danger" wide busy={end.isPending} onClick={() => end.mutate()}>
        {t('me.signOut')}
      </Button>
    </Sheet>
  );
}
