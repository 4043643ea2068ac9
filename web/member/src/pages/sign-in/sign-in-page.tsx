import { useTranslation } from 'react-i18next';
import type { EntranceCommunity } from '../../../../../src/modules/member-access/contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { useLocation } from '../../router/router.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';

/** For those who are not known here: whose pages these are, and the ways in. */
export function SignInPage() {
  const { t } = useTranslation();
  const { code } = useLocation();
  const community = useAsk<EntranceCommunity>(`/communities/${encodeURIComponent(code)}`, { enabled: code !== '' });
  if (code === '' || community.error?.status === 404)
    return (
      <main className="m-main">
        <Empty icon="link" title={t('signIn.noCommunity')}>
          <p>{t('signIn.noCommunityMore')}</p>
        </Empty>
      </main>
    );
  return (
    <main className="m-main">
      {community.data ? (
        <div className="m-welcome">
          {community.data.picture ? <img src={`/api/m/v1/communities/${community.data.code}/picture`} alt="" /> : null}
          <h1>{community.data.name}</h1>
          {community.data.slogan ? <p className="m-soft">{community.data.slogan}</p> : null}
        </div>
      ) : community.error ? (
        <Failure error={community.error} onRetry={() => void community.refetch()} />
      ) : (
        <Skeleton />
      )}
      <p className="m-soft">{t('signIn.byLink')}</p>
    </main>
  );
}
