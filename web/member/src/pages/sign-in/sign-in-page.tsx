import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entrance } from '../../../../../src/modules/member-access/contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { useLocation } from '../../router/router.tsx';
import { Button, Card } from '../../ui/parts.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { GroupCode } from './group-code.tsx';
import { MailCode } from './mail-code.tsx';
import { WechatProblem } from './wechat-problem.tsx';
import { Welcome } from './welcome.tsx';

type Way = 'group_code' | 'mail';

/** Inside WeChat, where its own sign-in works. */
const inWechat = (): boolean => /MicroMessenger/i.test(navigator.userAgent);

/** For those who are not known here: whose pages these are, and the ways in. */
export function SignInPage() {
  const { t } = useTranslation();
  const { code } = useLocation();
  const entrance = useAsk<Entrance>(`/communities/${encodeURIComponent(code)}`, { enabled: code !== '' });
  if (code === '' || entrance.error?.status === 404)
    return (
      <main className="m-main">
        <Empty icon="link" title={t('signIn.noCommunity')}>
          <p>{t('signIn.noCommunityMore')}</p>
        </Empty>
      </main>
    );
  return (
    <main className="m-main">
      {entrance.data ? (
        <>
          <Welcome community={entrance.data} />
          <WechatProblem />
          <Ways entrance={entrance.data} />
        </>
      ) : entrance.error ? (
        <Failure error={entrance.error} onRetry={() => void entrance.refetch()} />
      ) : (
        <Skeleton rows={4} height={28} />
      )}
    </main>
  );
}

function Ways({ entrance: { code, ways } }: { entrance: Entrance }) {
  const { t } = useTranslation();
  const wechat = ways.includes('wechat') && inWechat();
  const others = (['group_code', 'mail'] as const).filter((way) => ways.includes(way));
  const [chosen, setChosen] = useState<Way>();
  if (chosen) {
    const back = () => setChosen(undefined);
    return chosen === 'mail' ? <MailCode code={code} onBack={back} /> : <GroupCode code={code} onBack={back} />;
  }
  return (
    <>
      {wechat ? (
        <a className="m-button m-button-primary m-button-wide" href={`/api/m/v1/communities/${code}/sign-in/wechat`}>
          {t('signIn.wechat')}
        </a>
      ) : null}
      {others.map((way, at) => (
        <Button key={way} kind={at === 0 && !wechat ? 'primary' : 'plain'} wide onClick={() => setChosen(way)}>
          {t(`signIn.${way}.offer`)}
        </Button>
      ))}
      <Card title={t('signIn.byLink')}>
        <p className="m-soft">{t('signIn.byLinkMore')}</p>
      </Card>
    </>
  );
}
