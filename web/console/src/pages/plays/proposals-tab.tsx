import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaysReply, Proposal } from '../../../../../src/modules/playbooks/library.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { recallPlay } from '../../api/plays.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { membersOfPlay } from '../../words/members-of-play.ts';
import { DismissDialog } from './dismiss-dialog.tsx';
import { PlaySteps } from './play-steps.tsx';
import { useAccept, useFreshPlays, useSaid } from './use-plays.ts';

/** What to do now and why, each to accept or to leave alone with a reason. */
export function ProposalsTab({ plays }: { plays: PlaysReply }) {
  const { t } = useTranslation();
  const mayManage = useRight('plays.manage');
  const navigate = useNavigate({ from: '/c/$community/plays' });
  const accept = useAccept(() => void navigate({ search: { tab: 'tasks' } }));
  const [dismissing, setDismissing] = useState<Proposal>();
  return (
    <div className="q-play-column">
      <ErrorNotice error={accept.error} />
      {plays.proposals.length === 0 ? <p className="q-panel q-soft">{t('playbook.noProposals')}</p> : null}
      {plays.proposals.map((proposal) => (
        <ProposalPanel
          key={proposal.playId}
          proposal={proposal}
          actions={
            mayManage ? (
              <>
                <Button
                  type="primary"
                  loading={accept.isPending && accept.variables === proposal.playId}
                  onClick={() => accept.mutate(proposal.playId)}
                >
                  {t('playbook.accept')}
                </Button>
                <Button onClick={() => setDismissing(proposal)}>{t('playbook.dismiss')}</Button>
              </>
            ) : null
          }
        />
      ))}
      <Dismissed plays={plays} />
      {dismissing ? <DismissDialog proposal={dismissing} onClose={() => setDismissing(undefined)} /> : null}
    </div>
  );
}

function ProposalPanel({ proposal, actions }: { proposal: Proposal; actions: React.ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const said = useSaid();
  const list = membersOfPlay(proposal.playId);
  return (
    <Panel title={said(proposal.name)}>
      <p>{said(proposal.why)}</p>
      <PlaySteps steps={said(proposal.steps)} how={said(proposal.how)} effect={said(proposal.effect)} />
      <div className="q-play-actions">
        {actions}
        {list && proposal.members ? (
          <Link to="/c/$community/members" from="/c/$community" search={list.search}>
            <Button tabIndex={-1}>
              {list.exact
                ? t('plays.see', { count: proposal.members, shown: format.count(proposal.members) })
                : t('plays.seeNear')}
            </Button>
          </Link>
        ) : null}
        <span className="q-faint q-small">{t('playbook.metric', { metric: words.metric(proposal.metric) })}</span>
      </div>
    </Panel>
  );
}

function Dismissed({ plays }: { plays: PlaysReply }) {
  const { t } = useTranslation();
  const said = useSaid();
  const community = useCommunity();
  const fresh = useFreshPlays();
  const mayManage = useRight('plays.manage');
  const recall = useMutation({ mutationFn: (playId: string) => recallPlay(community.id, playId), onSuccess: fresh });
  if (plays.dismissed.length === 0) return null;
  return (
    <Panel title={t('playbook.dismissed')}>
      <ErrorNotice error={recall.error} />
      <ul className="q-play-list">
        {plays.dismissed.map(({ playId, name, reason, until }) => (
          <li key={playId}>
            <span>
              {said(name)}
              <small>{t('playbook.dismissedUntil', { reason, until })}</small>
            </span>
            {mayManage ? (
              <Button size="small" onClick={() => recall.mutate(playId)}>
                {t('playbook.recall')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
