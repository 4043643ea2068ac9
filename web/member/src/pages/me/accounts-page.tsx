import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimWechat, Entrance } from '../../../../../src/modules/member-access/contract.ts';
import type { Claim, MyData } from '../../../../../src/modules/member-access/data.contract.ts';
import { useMe } from '../../api/me.ts';
import { useAsk, useChange } from '../../api/use-ask.ts';
import { Button, Card, Note, Row, Rows } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Answer, Failure, Skeleton } from '../../ui/states.tsx';
import { PostCode } from '../sign-in/post-code.tsx';
import { WechatProblem } from '../sign-in/wechat-problem.tsx';

const LOOK_MS = 3_000;

/** The member's accounts on all platforms; another of their own is claimed by posting a code from it. */
export function AccountsPage() {
  const { t } = useTranslation();
  const data = useAsk<MyData>('/data');
  const [claiming, setClaiming] = useState(false);
  const me = useMe();
  const toWechat = useChange<void, ClaimWechat>({
    path: '/wechat',
    onDone: ({ address }) => location.assign(address),
  });
  const code = me.data?.community.code ?? '';
  const entrance = useAsk<Entrance>(`/communities/${code}`, { enabled: code !== '' });
  const ways = entrance.data?.ways ?? [];
  const wechat = ways.includes('wechat') && /MicroMessenger/i.test(navigator.userAgent);
  return (
    <Page
      title={t('me.accounts')}
      back="/me"
      action={
        ways.includes('group_code') ? (
          <Button kind="primary" wide onClick={() => setClaiming(true)}>
            {t('me.claim')}
          </Button>
        ) : undefined
      }
    >
      <WechatProblem />
      <Answer of={data}>
        {({ accounts }) => (
          <Card>
            <Rows>
              {accounts.map(({ platform, externalId, name }) => (
                <Row
                  key={`${platform} ${externalId}`}
                  icon="person"
                  title={name || externalId}
                  detail={t(`me.platforms.${platform}`, { defaultValue: platform })}
                />
              ))}
            </Rows>
          </Card>
        )}
      </Answer>
      <p className="m-soft">{t('me.accountsMore')}</p>
      {wechat ? (
        <Button wide busy={toWechat.isPending} onClick={() => toWechat.mutate()}>
          {t('me.claimWechat')}
        </Button>
      ) : null}
      <Failure error={toWechat.error} />
      {claiming ? <ClaimSheet onClose={() => setClaiming(false)} /> : null}
    </Page>
  );
}

function ClaimSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const claim = useChange<void, Claim>({ path: '/data/claim' });
  const [before, setBefore] = useState<number>();
  const data = useAsk<MyData>('/data', { refetchInterval: claim.data ? LOOK_MS : false });
  const count = data.data?.accounts.length;
  const done = before !== undefined && count !== undefined && count > before;
  const begin = () => {
    setBefore(count);
    claim.mutate();
  };
  return (
    <Sheet title={t('me.claim')} onClose={onClose}>
      {done ? (
        <>
          <Note tone="good">{t('me.claimed')}</Note>
          <Button kind="primary" wide onClick={onClose}>
            {t('me.ok')}
          </Button>
        </>
      ) : claim.data ? (
        <>
          <p className="m-soft">{t('me.claimHow')}</p>
          <PostCode code={claim.data.code} endsAt={claim.data.endsAt} onOver={onClose} />
          <p role="status">{t('signIn.group_code.waiting')}</p>
        </>
      ) : claim.isPending ? (
        <Skeleton />
      ) : (
        <>
          <p className="m-soft">{t('me.claimMore')}</p>
          <Failure error={claim.error} />
          <Button kind="primary" wide disabled={count === undefined} onClick={begin}>
            {t('me.claimBegin')}
          </Button>
        </>
      )}
    </Sheet>
  );
}
