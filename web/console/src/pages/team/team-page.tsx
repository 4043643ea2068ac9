import { UserAddOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { teamQuery } from '../../api/team.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useRight } from '../../shell/use-right.ts';
import '../settings/settings.css';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { SeatList } from './seat-list.tsx';
import './team.css';
import { WorkspacePanel } from './workspace-panel.tsx';

/** Who runs the communities of this workspace: seats, roles, invitations. */
export function TeamPage() {
  const { t } = useTranslation();
  const [inviting, setInviting] = useState(false);
  const { data: team, error, refetch } = useQuery(teamQuery);
  const ownsWorkspace = useRight('workspace.manage');
  usePageTitle(t('nav.team'), t('nav.settings'));
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('nav.team')}</h1>
          <p>{t('team.lead')}</p>
        </div>
        <Button type="primary" icon={<UserAddOutlined />} onClick={() => setInviting(true)}>
          {t('team.invite.open')}
        </Button>
      </div>
      <div className="q-stack">
        <section className="q-panel">
          <header className="q-panel-head">
            <h2>{t('team.seats')}</h2>
            {team ? <span className="q-panel-aside">{t('team.count', { count: team.seats.length })}</span> : null}
          </header>
          {error ? (
            <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
          ) : team ? (
            <SeatList seats={team.seats} />
          ) : (
            <Skeleton rows={4} height={36} />
          )}
        </section>
        {team && team.invitations.length > 0 ? (
          <section className="q-panel">
            <header className="q-panel-head">
              <h2>{t('team.waiting')}</h2>
            </header>
            <InvitationList invitations={team.invitations} />
          </section>
        ) : null}
        {ownsWorkspace ? <WorkspacePanel /> : null}
      </div>
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </>
  );
}
