import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { meQuery, signOut } from '../../api/session.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { SecondFactorPanel } from '../account/second-factor-panel.tsx';
import { AuthFrame } from './auth-frame.tsx';

/** Before anything else in a workspace that asks for an authenticator app: setting one up. */
export function SecondFactorPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  usePageTitle(t('access.needsFactor.title'));
  const leave = async () => {
    await signOut();
    queryClient.clear();
    await navigate({ to: '/signin' });
  };
  return (
    <AuthFrame
      title={t('access.needsFactor.title')}
      lead={
        me?.workspace.secondFactorRequired
          ? t('access.needsFactor.lead', { workspace: me.workspace.name })
          : t('access.needsFactor.optional')
      }
    >
      <SecondFactorPanel />
      <div className="q-form-actions q-auth-foot-apart">
        {me && (!me.workspace.secondFactorRequired || me.operator?.secondFactor) ? (
          <Button type="primary" onClick={() => void navigate({ to: '/' })}>
            {t('access.needsFactor.goOn')}
          </Button>
        ) : null}
        <Button type="text" onClick={() => void leave()}>
          {t('access.needsFactor.leave')}
        </Button>
      </div>
    </AuthFrame>
  );
}
