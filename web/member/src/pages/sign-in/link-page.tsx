import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkLook } from '../../../../../src/modules/member-access/contract.ts';
import { type ApiError, ask } from '../../api/client.ts';
import { useMe, useStartOver } from '../../api/me.ts';
import { useChange } from '../../api/use-ask.ts';
import { useLocation, useNavigate } from '../../router/router.tsx';
import { Button, ButtonLink } from '../../ui/parts.tsx';
import { describeFailure, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Welcome } from './welcome.tsx';

/** The token of a personal link stands behind `#`: it is sent to the server in a request of its own and never in an address. */
const tokenHere = (): string => /^#token=([\w-]+)$/.exec(window.location.hash)?.[1] ?? '';

/** Where a personal link leads: whom it signs in, and one tap to do so. Looking uses nothing up. */
export function LinkPage() {
  const { t } = useTranslation();
  const [token] = useState(tokenHere);
  const { code } = useLocation();
  const me = useMe();
  const navigate = useNavigate();
  const startOver = useStartOver();
  const look = useQuery<LinkLook, ApiError>({
    queryKey: ['link', token],
    queryFn: () => ask('/link/look', { method: 'POST', body: { token } }),
    enabled: token !== '',
    retry: (failures, error) => failures < 2 && error.status === 0,
  });
  const open = useChange<{ token: string }>({
    path: '/link/open',
    onDone: () => {
      navigate('/', { replace: true });
      void startOver();
    },
  });
  const fault =
    token === '' ? t('problem.member_link_invalid') : look.error ? describeFailure(look.error, t) : undefined;
  if (fault !== undefined)
    return (
      <main className="m-main">
        <Empty icon="link" title={fault}>
          <p>{t('signIn.linkMore')}</p>
          <ButtonLink kind="primary" to="/">
            {me.data?.community.code === code ? t('signIn.goOn') : t('signIn.otherWays')}
          </ButtonLink>
        </Empty>
      </main>
    );
  if (!look.data)
    return (
      <main className="m-main">
        <Skeleton rows={4} height={28} />
      </main>
    );
  return (
    <>
      <main className="m-main">
        <Welcome community={look.data.community}>
          <p>{t('signIn.youAre', { name: look.data.name })}</p>
        </Welcome>
        <p className="m-soft">{t('signIn.notYou', { name: look.data.name })}</p>
        <Failure error={open.error} />
      </main>
      <div className="m-action">
        <Button kind="primary" wide busy={open.isPending} onClick={() => open.mutate({ token })}>
          {t('signIn.enterAs', { name: look.data.name })}
        </Button>
      </div>
    </>
  );
}
