import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../shell/page-title.ts';
import '../settings/settings.css';
import '../team/team.css';
import './account.css';
import { PasswordPanel } from './password-panel.tsx';
import { ProfilePanel } from './profile-panel.tsx';
import { SecondFactorPanel } from './second-factor-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

/** One's own account: name, password, authenticator app, where one is signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  usePageTitle(t('nav.account'), t('nav.settings'));
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('nav.account')}</h1>
          <p>{t('account.lead')}</p>
        </div>
      </div>
      <div className="q-account">
        <ProfilePanel />
        <PasswordPanel />
        <SecondFactorPanel />
        <SessionsPanel />
      </div>
    </>
  );
}
